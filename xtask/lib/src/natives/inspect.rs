//! Reads a library: what it exports, what it needs, and the oldest system that it runs on.

use std::collections::BTreeSet;
use std::path::Path;

use object::read::elf::ElfFile64;
use object::read::macho::{LoadCommandVariant, MachOFile64};
use object::read::pe::PeFile64;
use object::{Endianness, LittleEndian, Object, ObjectSymbol, elf, macho};

use crate::Result;

/// What a file says about itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The names that it exports.
    pub exports: BTreeSet<String>,
    /// The libraries that it loads.
    pub needs: BTreeSet<String>,
    /// The newest version of glibc, the oldest macOS or the oldest Windows; none with musl, which
    /// has no versions, and in an archive.
    pub floor: Option<(u16, u16)>,
    /// The name by which programs find it: SONAME or install name.
    pub name: Option<String>,
    /// Whether it has a signature, which macOS demands on arm64.
    pub is_signed: bool,
}

/// Reads a shared library or a program.
///
/// # Errors
/// It is no file of a known format, or damaged.
pub fn read(path: &Path) -> Result<Facts> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    facts(&bytes).map_err(|e| format!("{}: {e}", path.display()))
}

fn facts(bytes: &[u8]) -> std::result::Result<Facts, object::Error> {
    match object::FileKind::parse(bytes)? {
        object::FileKind::Elf64 => elf_facts(bytes),
        object::FileKind::MachO64 => macho_facts(bytes),
        object::FileKind::Pe64 => pe_facts(bytes),
        _ => Ok(Facts::default()),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn elf_facts(bytes: &[u8]) -> std::result::Result<Facts, object::Error> {
    let file = ElfFile64::<Endianness>::parse(bytes)?;
    let endian = file.endian();
    let mut found = Facts::default();
    for symbol in file.dynamic_symbols().filter(|symbol| symbol.is_definition()) {
        found.exports.insert(symbol.name()?.to_owned());
    }
    let sections = file.elf_section_table();
    if let Some((entries, index)) = sections.dynamic(endian, bytes)? {
        let strings = sections.strings(endian, bytes, index)?;
        for entry in entries {
            let string = || {
                let offset = u32::try_from(entry.d_val.get(endian)).unwrap_or(u32::MAX);
                strings.get(offset).map(text).ok()
            };
            match u32::try_from(entry.d_tag.get(endian)).unwrap_or(0) {
                elf::DT_NEEDED => found.needs.extend(string()),
                elf::DT_SONAME => found.name = string(),
                _ => {}
            }
        }
    }
    if let Some((mut libraries, index)) = sections.gnu_verneed(endian, bytes)? {
        let strings = sections.strings(endian, bytes, index)?;
        while let Some((_, mut versions)) = libraries.next()? {
            while let Some(version) = versions.next()? {
                let name = text(version.name(endian, strings)?);
                found.floor = found.floor.max(name.strip_prefix("GLIBC_").and_then(pair));
            }
        }
    }
    Ok(found)
}

fn macho_facts(bytes: &[u8]) -> std::result::Result<Facts, object::Error> {
    let file = MachOFile64::<Endianness>::parse(bytes)?;
    let endian = file.endian();
    let mut found = Facts::default();
    for export in file.exports()? {
        let name = text(export.name());
        found.exports.insert(name.strip_prefix('_').unwrap_or(&name).to_owned());
    }
    let mut commands = file.macho_load_commands()?;
    while let Some(command) = commands.next()? {
        match command.variant()? {
            LoadCommandVariant::BuildVersion(version) => {
                let oldest = version.minos.get(endian).to_be_bytes();
                let [high, low, minor, _] = oldest;
                found.floor = Some((u16::from_be_bytes([high, low]), u16::from(minor)));
            }
            LoadCommandVariant::Dylib(library) => {
                let name = text(command.string(endian, library.dylib.name)?);
                if command.cmd() == macho::LC_ID_DYLIB {
                    found.name = Some(name);
                } else {
                    found.needs.insert(name);
                }
            }
            LoadCommandVariant::LinkeditData(data) => {
                found.is_signed |=
                    command.cmd() == macho::LC_CODE_SIGNATURE && data.datasize.get(endian) > 0;
            }
            _ => {}
        }
    }
    Ok(found)
}

fn pe_facts(bytes: &[u8]) -> std::result::Result<Facts, object::Error> {
    let file = PeFile64::parse(bytes)?;
    let mut found = Facts::default();
    for export in file.exports()? {
        found.exports.insert(text(export.name()));
    }
    for import in file.imports()? {
        found.needs.insert(text(import.library()).to_lowercase());
    }
    let header = file.nt_headers().optional_header;
    let major = header.major_subsystem_version.get(LittleEndian);
    found.floor = Some((major, header.minor_subsystem_version.get(LittleEndian)));
    Ok(found)
}

/// `2.17` or `2.2.5`.
fn pair(version: &str) -> Option<(u16, u16)> {
    let mut parts = version.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_of_this_machine_is_read() {
        let this = std::env::current_exe().unwrap();
        let found = read(&this).unwrap();
        assert!(found.needs.iter().any(|name| name.starts_with("libc.so")), "{found:?}");
        assert!(found.floor >= Some((2, 17)), "{found:?}");
        assert!(!found.is_signed);
    }

    #[test]
    fn what_is_no_library_is_refused() {
        assert!(facts(b"no library").is_err());
        assert!(facts(b"\x7fELF\x02\x01\x01").is_err());
    }

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(pair("2.2.5"), Some((2, 2)));
        assert!(pair("2.17") > pair("2.4"));
        assert_eq!(pair("PRIVATE"), None);
    }
}
