//! Arguments that several subcommands share, and how their values are read.

use std::ffi::OsString;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, value_parser};
use token04::env::{APP_ID_VARIABLE, parse_app_id};
use token04::{Error, Mode, PrivilegeShape, RoomPrivileges, TokenGenerator};

use crate::failure::Failure;
use crate::{seconds, secret};

/// A text argument: any bytes, for the core to judge.
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

/// A whole number; a negative one is the core's to refuse.
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
    integer("now", "UNIX", "Judge at this moment, in unix seconds [default: the clock]")
}

/// The bytes of a text argument.
pub fn bytes<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m [u8]> {
    matches.get_one::<OsString>(name).map(|value| value.as_encoded_bytes())
}

/// The app id, from its argument or the environment; `None` where neither is given.
pub fn optional_app_id(matches: &ArgMatches) -> Result<Option<u32>, Failure> {
    let given = matches.get_one::<OsString>("app-id").cloned();
    let Some(text) = given.or_else(|| std::env::var_os(APP_ID_VARIABLE)) else {
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

/// The moment given by `--now`, or that of the clock.
pub fn now(matches: &ArgMatches) -> i64 {
    matches.get_one("now").copied().unwrap_or_else(clock)
}

/// This moment in unix seconds.
pub fn clock() -> i64 {
    let seconds = |duration: std::time::Duration| i64::try_from(duration.as_secs()).ok();
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => seconds(since).unwrap_or(i64::MAX),
        Err(before) => seconds(before.duration()).map_or(i64::MIN, |s| -s),
    }
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
                .help("cbc: what every SDK reads; gcm: newer, its claims are authenticated"),
        )
        .arg(text("payload", "STR", "Any payload text; an identity token has none"))
        .arg(
            text("room", "R", "The room the privileges are for; with --login or --publish")
                .conflicts_with("payload")
                .requires("privilege"),
        )
        .arg(switch("login", "Allow logging in to the room").requires("room"))
        .arg(
            switch("publish", "Allow publishing in the room; without --login it needs --stream")
                .requires("room"),
        )
        .group(ArgGroup::new("privilege").args(["login", "publish"]).multiple(true))
        .arg(
            text("stream", "S", "Allow this stream only; may be repeated; with --publish")
                .action(ArgAction::Append)
                .requires("publish"),
        )
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

/// The privileges named on the command line; `None` for an identity or free payload.
pub fn privileges(matches: &ArgMatches) -> Option<RoomPrivileges> {
    let room_id = bytes(matches, "room")?;
    let shape = match (matches.get_flag("login"), matches.get_flag("publish")) {
        (true, true) => PrivilegeShape::LoginAndPublish,
        (false, true) => PrivilegeShape::PublishOnly,
        _ => PrivilegeShape::LoginOnly,
    };
    let streams = matches
        .get_many::<OsString>("stream")
        .map(|streams| streams.map(|stream| stream.as_encoded_bytes()));
    Some(RoomPrivileges::from_raw(shape, room_id, streams))
}
