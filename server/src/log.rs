//! The log: one JSON object a line, written by a thread of its own.
//!
//! A log that cannot be written (a full disk, a reader that stalls) never stops the service: lines
//! are lost and counted. No line contains a token, a secret or an `Authorization` header.

use std::io::Write;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::{Value, json};

/// Lines that wait to be written.
const QUEUE_LINES: usize = 8192;
/// Lines of this time are written at once: waking the thread for each would cost more than the line.
const PAUSE: Duration = Duration::from_millis(2);
/// A batch is written at this size.
const WRITE_BYTES: usize = 64 * 1024;

enum Message {
    Line(Vec<u8>),
    Flush(SyncSender<()>),
}

static SENDER: OnceLock<SyncSender<Message>> = OnceLock::new();

/// Starts the thread that writes to stdout.
pub fn start() {
    let (sender, receiver) = sync_channel(QUEUE_LINES);
    if SENDER.set(sender).is_ok() {
        std::thread::spawn(move || write_lines(&receiver, &mut std::io::stdout()));
    }
}

/// Waits until everything is written, at most a second.
pub fn flush() {
    let (done, wait) = sync_channel(1);
    if SENDER.get().is_some_and(|sender| sender.try_send(Message::Flush(done)).is_ok()) {
        let _ = wait.recv_timeout(Duration::from_secs(1));
    }
}

fn write_lines(receiver: &Receiver<Message>, out: &mut impl Write) {
    let mut buffer = Vec::new();
    while let Ok(first) = receiver.recv() {
        if matches!(first, Message::Line(_)) {
            std::thread::sleep(PAUSE);
        }
        let mut lines = 0;
        let mut waiting = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Line(line) => {
                    buffer.extend_from_slice(&line);
                    lines += 1;
                }
                Message::Flush(done) => waiting.push(done),
            }
            next = if buffer.len() < WRITE_BYTES { receiver.try_recv().ok() } else { None };
        }
        if out.write_all(&buffer).and_then(|()| out.flush()).is_err() {
            lost(lines);
        }
        buffer.clear();
        for done in waiting {
            let _ = done.try_send(());
        }
    }
}

fn lost(lines: u64) {
    metrics::counter!("token04_log_lines_lost_total").increment(lines);
}

/// Unix time in seconds, with milliseconds.
pub fn unix_time() -> f64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (elapsed.as_secs_f64() * 1000.0).round() / 1000.0
}

#[derive(Serialize)]
struct Line<'a, T> {
    time: f64,
    level: &'static str,
    event: &'a str,
    #[serde(flatten)]
    fields: T,
}

fn write(level: &'static str, event: &str, fields: impl Serialize) {
    let line = Line { time: unix_time(), level, event, fields };
    let Ok(mut bytes) = serde_json::to_vec(&line) else { return lost(1) };
    bytes.push(b'\n');
    if SENDER.get().is_none_or(|sender| sender.try_send(Message::Line(bytes)).is_err()) {
        lost(1);
    }
}

/// Something happened.
pub fn info(event: &str, fields: impl Serialize) {
    write("info", event, fields);
}

/// Something needs attention.
pub fn warn(event: &str, fields: impl Serialize) {
    write("warning", event, fields);
}

/// Something failed.
pub fn error(event: &str, message: impl std::fmt::Display) {
    write("error", event, json!({ "message": message.to_string() }));
}

/// One line for each decision of `POST /token`.
#[derive(Default, Serialize)]
pub struct Audit {
    /// Identifies the request; also in the response's `x-request-id`.
    pub request_id: String,
    /// The user who asked, or `null`; hashed if so configured.
    pub caller: Option<String>,
    /// The app.
    pub app_id: Option<u32>,
    /// The room asked for.
    pub room_id: Option<String>,
    /// The lifetime asked for or granted.
    pub ttl: Option<i64>,
    /// `issued`, or the name of the error.
    pub outcome: &'static str,
    /// Why, for the operator; the caller does not receive it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Value>,
    /// The HTTP status.
    pub status: u16,
    /// How long it took.
    pub milliseconds: f64,
}

impl Audit {
    /// Writes the line.
    pub fn write(&self) {
        write("info", "decision", self);
    }
}
