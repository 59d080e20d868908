//! Arguments that several subcommands share, and how their values are read.

use std::ffi::OsString;

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};
use token04::env::{EnvVariable, parse_app_id};
use token04::{Error, Mode, RoomPrivileges, TokenGenerator, system_now};

use crate::failure::Failure;
use crate::{seconds, secret};

/// A string argument: any bytes, for the core to check.
pub fn text(name: &'static str, value_name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value_name)
        .value_parser(value_parser!(OsString))
        .help(help)
}

/// A switch.
pub fn switch(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// A whole number; the core refuses a negative one.
pub fn integer(name: &'static str, value_name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name(value_name)
        .value_parser(value_parser!(i64))
        .allow_negative_numbers(true)
        .help(help)
}

/// `--app-id`.
pub fn app_id_arg() -> Arg {
    text("app-id", "N", "The app's id [default: the variable ZEGO_APP_ID]")
        .allow_negative_numbers(true)
}

/// `--now`.
pub fn now_arg() -> Arg {
    integer("now", "UNIX", "Verify at this time, a unix timestamp in seconds [default: now]")
}

/// `--user`, also by its longer name.
pub fn user_arg(help: &'static str) -> Arg {
    text("user", "S", help).visible_alias("user-id")
}

/// The bytes of a string argument.
pub fn bytes<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m [u8]> {
    matches.get_one::<OsString>(name).map(|value| value.as_encoded_bytes())
}

/// The app id, from its argument or the environment; `None` where neither is given.
pub fn optional_app_id(matches: &ArgMatches) -> Result<Option<u32>, Failure> {
    let given = matches.get_one::<OsString>("app-id").cloned();
    let Some(text) = given.or_else(|| std::env::var_os(EnvVariable::AppId.name())) else {
        return Ok(None);
    };
    let text = text.to_str().ok_or(Error::AppIdInvalid)?;
    Ok(Some(parse_app_id(text)?))
}

/// The app id.
pub fn app_id(matches: &ArgMatches) -> Result<u32, Failure> {
    optional_app_id(matches)?.ok_or_else(|| {
        Failure::usage("no app id: give --app-id N or set the environment variable ZEGO_APP_ID")
    })
}

/// The time given by `--now`, or the current time.
pub fn now(matches: &ArgMatches) -> i64 {
    matches.get_one("now").copied().unwrap_or_else(system_now)
}

/// Adds what tokens are made of, beside the user: app, secret, lifetime, mode, payload.
pub fn with_minting(command: Command) -> Command {
    command
        .arg(app_id_arg())
        .arg(
            Arg::new("ttl")
                .long("ttl")
                .value_name("TTL")
                .default_value(seconds::DEFAULT_TTL)
                .value_parser(seconds::parse)
                .allow_negative_numbers(true)
                .help("Lifetime: seconds, or a number with m, h or d, as 3600, 90m, 3d"),
        )
        .arg(
            Arg::new("mode")
                .long("mode")
                .value_name("MODE")
                .default_value("cbc")
                .value_parser(["cbc", "gcm"])
                .help("cbc: what every server and SDK reads; gcm: newer"),
        )
        .arg(text("payload", "STR", "Any payload; an identity token has none"))
        .arg(
            text("room", "R", "The room the privileges are for; with --login or --publish")
                .conflicts_with("payload")
                .requires("privilege"),
        )
        .arg(switch("login", "Allow logging in to the room").requires("room"))
        .arg(
            switch("publish", "Allow publishing in the room; with --stream or --any-stream")
                .requires("room")
                .requires("streams"),
        )
        .group(ArgGroup::new("privilege").args(["login", "publish"]).multiple(true))
        .arg(
            text("stream", "S", "Allow publishing this stream; may be repeated")
                .action(ArgAction::Append)
                .requires("publish"),
        )
        .arg(
            switch("any-stream", "Allow publishing any stream; with --login and --publish")
                .requires("publish")
                .requires("login"),
        )
        .group(ArgGroup::new("streams").args(["stream", "any-stream"]))
        .arg(secret::arg())
}

/// The generator that [`with_minting`]'s arguments describe.
pub fn generator(matches: &ArgMatches) -> Result<TokenGenerator, Failure> {
    let app_id = app_id(matches)?;
    let secret = secret::required(matches)?;
    let mode: Mode = matches.get_one::<String>("mode").map_or("cbc", String::as_str).parse()?;
    Ok(TokenGenerator::from_raw(app_id.into(), &secret, mode.number())?)
}

/// The lifetime in seconds.
pub fn ttl(matches: &ArgMatches) -> i64 {
    matches.get_one("ttl").copied().unwrap_or_default()
}

/// The payload that the command line describes: privileges, any string, or none.
pub fn payload(matches: &ArgMatches) -> Result<Vec<u8>, Failure> {
    let Some(room_id) = bytes(matches, "room") else {
        return Ok(bytes(matches, "payload").unwrap_or_default().to_vec());
    };
    let privileges = if matches.get_flag("any-stream") {
        RoomPrivileges::login_and_publish_any(room_id)
    } else {
        let streams = matches.get_many::<OsString>("stream");
        let streams = streams.map(|ids| ids.map(|id| id.as_encoded_bytes()));
        let (login, publish) = (matches.get_flag("login"), matches.get_flag("publish"));
        RoomPrivileges::from_flags(room_id, login, publish, streams)
    };
    Ok(privileges?.payload().into())
}
