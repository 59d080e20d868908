//! The parts of the package that are generated from the core's tables.

use xtask_lib::tables::{ErrorRow, Generated, line_comment, pascal};

/// See [`Generated`].
pub const PARTS: &[Generated] = &[
    Generated {
        file: "bindings-dotnet/src/Token04/ErrorCodes.cs",
        part: "errors",
        write: |tables| {
            let row =
                |row: &ErrorRow| constant("public", &pascal(&row.name), row.code, &row.sentence());
            tables.errors.iter().map(row).collect::<Vec<String>>().join("\n")
        },
    },
    Generated {
        file: "bindings-dotnet/src/Token04/Limits.cs",
        part: "limits",
        write: |tables| {
            let row = |(name, limit): &(&str, &str)| {
                let limit = tables.limit(limit);
                constant("internal", name, limit.value, &limit.doc)
            };
            LIMITS.iter().map(row).collect::<Vec<String>>().join("\n")
        },
    },
    Generated {
        file: "bindings-dotnet/src/Token04/TokenVerifier.cs",
        part: "limits",
        write: |tables| {
            let leeway = tables.limit("default_leeway_seconds");
            constant("public", "DefaultLeewaySeconds", leeway.value, &leeway.doc)
        },
    },
    Generated {
        file: "bindings-dotnet/src/Token04/ServerAssistant.cs",
        part: "errors",
        write: |tables| {
            let row = |(name, error): &(&str, &str)| {
                let row = tables.error(error);
                format!("{}{name} = {},\n", summary(&row.sentence()), row.code)
            };
            DROP_IN.iter().map(row).collect::<Vec<String>>().join("\n")
        },
    },
];

/// The package's names for the limits of the strings that it copies.
const LIMITS: [(&str, &str); 7] = [
    ("Secret", "secret_bytes"),
    ("UserId", "user_id_max_bytes"),
    ("RoomId", "room_id_max_bytes"),
    ("StreamId", "stream_id_max_bytes"),
    ("Payload", "plaintext_max_bytes"),
    ("Token", "token_max_bytes"),
    ("Other", "text_max_bytes"),
];

/// The drop-in's names; those up to `effectiveTimeInSecondsInvalid` are upstream's.
const DROP_IN: [(&str, &str); 8] = [
    ("appIDInvalid", "app_id_invalid"),
    ("userIDInvalid", "user_id_invalid"),
    ("secretInvalid", "secret_invalid"),
    ("effectiveTimeInSecondsInvalid", "effective_time_invalid"),
    ("payloadInvalid", "payload_invalid"),
    ("nowInvalid", "now_invalid"),
    ("internalError", "internal"),
    ("randomUnavailable", "random_unavailable"),
];

/// The width of a line, without its indentation.
const WIDTH: usize = 92;

fn constant(access: &str, name: &str, value: i64, doc: &str) -> String {
    format!("{}{access} const int {name} = {value};\n", summary(doc))
}

fn summary(sentence: &str) -> String {
    let sentence = sentence.replace('&', "&amp;").replace('<', "&lt;");
    let one = format!("/// <summary>{sentence}</summary>\n");
    if one.len() <= WIDTH + 1 {
        return one;
    }
    format!("/// <summary>\n{}/// </summary>\n", line_comment("/// ", &sentence, WIDTH))
}
