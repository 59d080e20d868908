const RARE: [&str; 10] = ["3aes", "7aes_gcm", "4sha2", "7polyval", "3ctr", "7own_mac", "4core3fmt", "10serde_json5error", "4zmij", "8OnceLock"];
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&a[1]).unwrap();
    let roots: Vec<&str> = a[3].split(' ').filter(|r| !r.is_empty()).collect();
    let (one, two) = xtask_php::translate::translate(&bytes, &xtask_php::translate::Classes {
        namespace: "Token04\\Engine\\Php", first: "Minting", second: "Reading", roots: &roots, rare: &RARE }).unwrap();
    std::fs::write(format!("{}/Minting.php", a[2]), one).unwrap();
    std::fs::write(format!("{}/Reading.php", a[2]), two).unwrap();
}
