//! What is looked for, in one table: the scanner uses it, and the rules for other scanners are
//! generated from it.
//!
//! The expressions are written for ASCII without case in the syntax that Rust and Go (RE2) share. The
//! first group is the value.

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// The shape fits, the surroundings do not say whose it is.
    Possible,
    /// Shape and surroundings fit.
    Likely,
    /// A token was opened with it.
    Proven,
}

impl Confidence {
    /// Its name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Proven => "proven",
        }
    }
}

/// What the first group of a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// 32 characters.
    Secret,
    /// 64 hex characters.
    AppSign,
    /// The same as a list of 32 bytes.
    AppSignBytes,
    /// Nothing secret: a name or a call.
    Name,
}

/// One kind of finding.
#[derive(Debug)]
pub struct Rule {
    /// Stable, in every output.
    pub id: &'static str,
    /// One line.
    pub title: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// A file without one of these (in any case) is not searched.
    pub keywords: &'static [&'static str],
    /// The expression.
    pub regex: &'static str,
    /// What its group is.
    pub value: Value,
    /// How sure a find is in a file that names the vendor.
    pub confidence: Confidence,
}

/// Between a name and its value: punctuation, and words that many languages write there.
macro_rules! gap {
    () => {
        r#"(?:[\s"'`:=>()\[\]{}<,|?@\\*!./$&#;%+-]|(?:static|std|string|str|nsstring|charsequence|char|const|text|value|default|get|set|init|some|from|new|getenv|env|key|name|android|translatable|false|true|type|readonly|final|val|var|let|data|quot|span|td|arg|by|lazy|optional|l|b|u|r|n|t)\b){0,40}"#
    };
}

macro_rules! secret {
    () => {
        r"([0-9a-z]{32})\b"
    };
}

const ROTATE: &str = "Rotate the ServerSecret in the console: whoever read it can mint tokens for any user. Mint tokens \
     on a server, and keep the secret in its environment.";

const SIGN: &str = "An AppSign in a client never expires and cannot be limited to a user. Move to tokens that a server \
     mints, then turn AppSign authentication off in the console.";

/// Every rule with an expression, the most specific first: of two that find the same value, the first one
/// counts.
pub const RULES: &[Rule] = &[
    Rule {
        id: "zego-public-variable",
        title: "ServerSecret in a variable that the build copies into the client",
        advice: ROTATE,
        keywords: &["secret"],
        regex: concat!(
            r"\b(?:vite|next_public|react_app|expo_public|nuxt_public|vue_app|gatsby|public)_(?:\w{0,40}_)?(?:zego\w{0,30}secret|server_?secret)\w{0,24}[^\w]",
            gap!(),
            secret!()
        ),
        value: Value::Secret,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-kit-call-secret",
        title: "ServerSecret as an argument of the UI kit's token maker",
        advice: ROTATE,
        keywords: &["kittoken"],
        regex: concat!(
            r#"generateKitTokenFor(?:Test|Production)\w{0,12}\s{0,9}\(\s{0,40}[^,;{}]{0,80},\s{0,40}\\?["'`]"#,
            secret!()
        ),
        value: Value::Secret,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-generator-call-secret",
        title: "ServerSecret as an argument of a token generator",
        advice: ROTATE,
        keywords: &["token04", "token_04"],
        regex: concat!(
            r#"generate_?token_?04\s{0,9}\(\s{0,40}(?:[^,;{}]{0,80},\s{0,40}){2}(?:[@\[(]{0,2}|secret\s{0,3}[:=]\s{0,3})\\?["'`]"#,
            secret!()
        ),
        value: Value::Secret,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-server-secret",
        title: "ServerSecret in a file",
        advice: ROTATE,
        keywords: &["secret"],
        regex: concat!(
            r"(?:server[ _.-]?secret|zego[\w.-]{0,24}secret)\w{0,24}[^\w]",
            gap!(),
            secret!()
        ),
        value: Value::Secret,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-secret-near-generator",
        title: "32 characters named a secret in a file that makes Token04 tokens",
        advice: ROTATE,
        keywords: &["token04", "token_04", "kittoken"],
        regex: concat!(r"\b(?:app_?|kit_?|k)?secret(?:_?key)?[^\w]", gap!(), r"([0-9a-f]{32})\b"),
        value: Value::Secret,
        confidence: Confidence::Possible,
    },
    Rule {
        id: "zego-app-sign",
        title: "AppSign in a file",
        advice: SIGN,
        keywords: &["appsign", "app_sign", "app-sign"],
        regex: concat!(r"app[_-]?sign\w{0,24}[^\w]", gap!(), r"([0-9a-f]{64})\b"),
        value: Value::AppSign,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-app-sign-bytes",
        title: "AppSign in a file, as a list of bytes",
        advice: SIGN,
        keywords: &["appsign", "app_sign", "signkey"],
        regex: r"(?:app_?sign|signkey)\w{0,24}(?:[^;{}(\[]|\[\s?\w{0,10}\s?\]){0,60}[{\[(]\s{0,40}((?:(?:\(byte\)\s{0,2})?0x[0-9a-f]{2}\s{0,2},?\s{0,24}){32})[}\])]",
        value: Value::AppSignBytes,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-app-sign-as-secret",
        title: "64 hex characters, an AppSign, under the name of a ServerSecret",
        advice: SIGN,
        keywords: &["secret"],
        regex: concat!(
            r"(?:server[ _.-]?secret|zego[\w.-]{0,24}secret)\w{0,24}[^\w]",
            gap!(),
            r"([0-9a-f]{64})\b"
        ),
        value: Value::AppSign,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-kit-token-in-client",
        title: "a kit token is made where the ServerSecret is at hand, usually in the browser",
        advice: "Mint the token on a server, send only the token to the client, and wrap it with kit_token.",
        keywords: &["kittoken"],
        regex: r"(?:\.|::)\s{0,20}(generateKitTokenForTest)\s{0,9}\(",
        value: Value::Name,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-public-variable-name",
        title: "the name of a variable that the build copies into the client says ServerSecret",
        advice: "Read the secret on a server, from a variable without the public prefix, and rotate it if the client was published.",
        keywords: &["zego"],
        regex: r"\b((?:vite|next_public|react_app|expo_public|nuxt_public|vue_app|gatsby)_(?:\w{0,40}_)?zego\w{0,30}secret\w{0,24})\b",
        value: Value::Name,
        confidence: Confidence::Likely,
    },
    Rule {
        id: "zego-unknown-package",
        title: "an npm name that no package of the vendor has",
        advice: "Remove it: if somebody registers that name, their code gets your secret. The package of this project is token04.",
        keywords: &["server-assistant"],
        regex: r#"(?:require\s{0,3}\(|from|import|import\s{0,3}\(|npm (?:i|install)(?: -\S+)*|yarn add|pnpm add|[{,])\s{0,40}["'`]?(zego-server-assistant|@zegocloud/(?:zego-)?server-assistant)(?:["'`@\s]|$)"#,
        value: Value::Name,
        confidence: Confidence::Likely,
    },
];

/// Findings that need more than one expression.
pub const TOKEN_KIT: (&str, &str, &str) = (
    "zego-kit-token",
    "a kit token in a file",
    "Fetch a token from your server at run time. If the kit made it in a browser, rotate the ServerSecret.",
);
/// A token that a found secret opens, without a payload as the kit writes it.
pub const TOKEN_BROWSER: (&str, &str, &str) = (
    "zego-kit-token-in-client",
    "a kit token made by the UI kit itself, where the ServerSecret is at hand",
    "Mint the token on a server, send only the token to the client, and wrap it with kit_token.",
);
/// A copy of a generator.
pub const GENERATOR: (&str, &str) = ("zego-old-generator", "a copy of an old token generator");
/// A value without a name that opens a token.
pub const NAMELESS: (&str, &str, &str) =
    ("zego-proven-secret", "a value without a telling name that opens a token", ROTATE);

/// Words that say whose a value is.
pub const VENDOR: &[&str] = &["zego", "token04", "token_04", "kittoken"];

/// A copied generator, by names and behaviour: its definition, and a cipher in the same file.
#[derive(Debug)]
pub struct Fingerprint {
    /// Its language.
    pub language: &'static str,
    /// Endings of its files.
    pub endings: &'static [&'static str],
    /// It defines the generator or its helpers.
    pub definition: &'static str,
    /// It encrypts by itself.
    pub cipher: &'static str,
    /// It draws IV or nonce from a predictable generator.
    pub weak_random: &'static str,
    /// It seeds that generator with the time.
    pub time_seed: &'static str,
    /// What replaces it.
    pub migration: &'static str,
}

/// Claims or the secret are printed.
pub const LOGGED: &str = r"(?:console\.(?:log|info|debug)|print(?:ln|f)?|var_dump|echo|println|writeline|nslog|cout|log(?:ger)?\.\w+)\b[^\n;]{0,60}(?:plain|secret|token_?info|body_?data|claims|param_?map)";

const NEVER: &str = r"[^\s\S]";

/// Every language with a generator of the vendor, and the ports that people made.
pub const FINGERPRINTS: &[Fingerprint] = &[
    Fingerprint {
        language: "JavaScript",
        endings: &["js", "mjs", "cjs", "ts", "tsx", "jsx", "vue", "html", "svelte"],
        definition: r"function\s+generateToken04\b|generateToken04\s*[:=]\s*(?:async\s*)?(?:function|\()|function\s+makeRandomIv|makeRandomIv\s*=",
        cipher: r"createCipheriv|CryptoJS\.AES|subtle\s*\.encrypt|\.AES\.encrypt",
        weak_random: r"Math\.random",
        time_seed: NEVER,
        migration: "npm install token04; const { generateToken04 } = require('token04')",
    },
    Fingerprint {
        language: "Python",
        endings: &["py"],
        definition: r"def\s+_{0,2}generate_token04|def\s+_{0,2}make_random_iv",
        cipher: r"AES\.new|algorithms\.AES|pyaes",
        weak_random: r"\brandom\.(?:randint|choice|choices|sample|random|randrange|seed)|from\s+random\s+import",
        time_seed: r"seed\s*\([^)\n]{0,40}time",
        migration: "pip install token04; from token04 import generate_token04",
    },
    Fingerprint {
        language: "Go",
        endings: &["go"],
        definition: r"func\s+(?:\([^)]{0,60}\)\s*)?GenerateToken04|func\s+makeRandomIv",
        cipher: r"aes\.NewCipher",
        weak_random: r#""math/rand"#,
        time_seed: r"rand\.(?:Seed|NewSource)\(\s*time\.",
        migration: "go get github.com/token04/token04-go and change the import to it",
    },
    Fingerprint {
        language: "Java",
        endings: &["java", "kt", "scala", "groovy"],
        definition: r"generateToken04\s*\(\s*(?:final\s+)?(?:long|int|integer|\w{1,20}\s*:)\b?",
        cipher: r"Cipher\.getInstance",
        weak_random: r"new\s+(?:java\.util\.)?Random\(|Math\.random|ThreadLocalRandom|=\s*Random\(",
        time_seed: r"Random\(\s*System\.(?:currentTimeMillis|nanoTime)",
        migration: "add io.token04:token04-compat and delete the copy; the import stays",
    },
    Fingerprint {
        language: "PHP",
        endings: &["php", "inc"],
        definition: r"function\s+generateToken04|function\s+makeRandomIv",
        cipher: r"openssl_encrypt|mcrypt_encrypt",
        weak_random: r"\b(?:mt_)?rand\s*\(|str_shuffle|array_rand|uniqid",
        time_seed: r"srand\s*\([^;\n]{0,40}time",
        migration: "composer require token04/token04 and delete the copy; the namespace ZEGO stays",
    },
    Fingerprint {
        language: "C++",
        endings: &["cpp", "cc", "cxx", "h", "hpp", "m", "mm", "c"],
        definition: r"GenerateToken04\s*\(\s*(?:const\s+)?(?:u?int(?:32|64)?(?:_t)?|unsigned|std::|nsstring)|generateToken04:",
        cipher: r"aes_?(?:256|cbc|encrypt|set)|EVP_Encrypt|mbedtls_aes|CCCrypt|AES\s*::|AESCipher",
        weak_random: r"\brand\s*\(\s*\)|mt19937|arc4random",
        time_seed: r"srand\s*\([^;\n]{0,40}time|mt19937\w*\s+\w+\s*[({]\s*(?:std::)?time",
        migration: "link libtoken04 and delete the copy; #include \"ZegoServerAssistant.h\" stays",
    },
    Fingerprint {
        language: "C#",
        endings: &["cs", "vb"],
        definition: r"GenerateToken04\s*\(\s*(?:uint|uint32|int|long)\b",
        cipher: r"Aes\.Create|RijndaelManaged|AesManaged|AesCryptoServiceProvider|BufferedBlockCipher|AesEngine",
        weak_random: r"new\s+(?:System\.)?Random\s*\(",
        time_seed: r"Random\s*\([^)\n]{0,60}(?:DateTime|Tick)",
        migration: "add the package Token04 and delete the copy; the namespace ZegoServerAssistant stays",
    },
    Fingerprint {
        language: "Dart",
        endings: &["dart"],
        definition: r"generateToken04\s*\(|makeRandomIv\s*\(",
        cipher: r"\bAES\s*\(|AESEngine|Encrypter\s*\(",
        weak_random: r"=\s*(?:math\.)?Random\s*\(|\bRandom\s*\(\s*\)",
        time_seed: r"Random\s*\(\s*DateTime",
        migration: "an app must not mint: fetch the token from a server that uses token04",
    },
];
