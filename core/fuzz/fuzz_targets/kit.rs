//! Tokens of the web UI kit: any second part is read or refused; a wrapped token is read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use token04::{ExplainInput, inspect, kit_token_raw};
use token04_fuzz::seal;

fuzz_target!(|data: &[u8]| {
    let plain = seal(false, 1_700_003_600, b"{}", true).token();
    let joined = [plain.as_bytes(), b"#", data].concat();
    if let Ok(inspected) = inspect(&joined) {
        let kit = inspected.kit.as_ref().expect("there is a second part");
        let _ = (kit.app_id, inspected.to_json());
    }
    let encoded = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(data)
    };
    let joined = format!("{plain}#{encoded}");
    let _ = inspect(&joined).map(|inspected| inspected.to_json());
    let _ = token04::explain(&ExplainInput::new(&joined).kit(true)).to_json();

    let mut fields = data.splitn(3, |byte| *byte == 0);
    let mut field = || fields.next().unwrap_or_default();
    let (user_id, room_id, user_name) = (field(), field(), field());
    let Ok(kit) = kit_token_raw(plain.as_bytes(), room_id, user_id, user_name, 7) else { return };
    let read = inspect(&kit).expect("it was made here").kit.expect("a kit token");
    assert!(kit.is_ascii());
    assert_eq!(
        (read.user_id.as_bytes(), read.room_id.as_bytes(), read.user_name.as_bytes(), read.app_id),
        (user_id, room_id, user_name, 7)
    );
});
