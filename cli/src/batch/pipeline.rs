//! The path of a batch: a reader, a worker for each core, a writer.
//!
//! Chunks are sent to the workers in turn and collected in the same order, so that the order is
//! that of the input without any sorting. Every channel is bounded: memory does not grow with
//! the number of users, however slow the writer is.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use token04::{Error, TokenGenerator};

use super::destination::Destination;
use super::progress::Progress;
use crate::failure::Failure;
use crate::lines;
use crate::output::escaped_json;

/// Users in a chunk, at most.
const CHUNK_USERS: usize = 1024;
/// Bytes of user ids in a chunk; the last line may exceed it.
const CHUNK_BYTES: usize = 1 << 18;
/// Chunks that may wait before and behind each worker.
const WAITING: usize = 2;
/// How often a writer that waits looks for a signal.
const PATIENCE: Duration = Duration::from_millis(50);

/// What every token of the batch has in common.
pub struct Mint {
    pub generator: TokenGenerator,
    pub payload: Vec<u8>,
    pub ttl: i64,
    pub now: i64,
}

/// User ids, end to end, and where each ends.
#[derive(Default)]
struct Chunk {
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// The lines of a chunk.
struct Minted {
    lines: Vec<u8>,
    input_bytes: u64,
    users: u64,
    refused: u64,
}

/// `None` is the end of the input; a worker that stops without it has failed.
type Incoming = Result<Option<Chunk>, Failure>;
type Outgoing = Result<Option<Minted>, Failure>;

/// Mints for all of `input`; returns how many users were refused.
pub fn run(
    mint: Mint,
    input: impl Read + Send + 'static,
    out: &mut Destination,
    progress: &Progress,
) -> Result<u64, Failure> {
    let mint = Arc::new(mint);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut to_workers = Vec::new();
    let mut from_workers = Vec::new();
    for _ in 0..cores {
        let (to_worker, chunks) = sync_channel(WAITING);
        let (done, from_worker) = sync_channel(WAITING);
        let mint = Arc::clone(&mint);
        start(move || work(&mint, &chunks, &done))?;
        to_workers.push(to_worker);
        from_workers.push(from_worker);
    }
    // Not joined: when the writer fails, a reader that waits for stdin must not hold up the end.
    start(move || deal(input, &to_workers))?;
    collect(&from_workers, out, progress)
}

/// Starts a thread; where the system allows none, that is an error and no panic.
fn start(work: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let failed = |error| Failure::Io("a thread could not be started", error);
    thread::Builder::new().spawn(work).map(drop).map_err(failed)
}

/// Reads chunks and sends them to the workers in turn, until the input ends or no worker is left.
fn deal(input: impl Read, workers: &[SyncSender<Incoming>]) {
    let mut input = BufReader::with_capacity(1 << 18, input);
    for worker in workers.iter().cycle() {
        let chunk = Chunk::read(&mut input)
            .map_err(|error| Failure::Io("the users could not be read", error));
        let last = !matches!(chunk, Ok(Some(_)));
        if worker.send(chunk).is_err() || last {
            return;
        }
    }
}

fn work(mint: &Mint, chunks: &Receiver<Incoming>, done: &SyncSender<Outgoing>) {
    for chunk in chunks {
        let minted = chunk.and_then(|chunk| chunk.map(|chunk| mint.lines(&chunk)).transpose());
        if done.send(minted).is_err() {
            return;
        }
    }
}

/// Collects in the same turn, until the end is marked.
fn collect(
    workers: &[Receiver<Outgoing>],
    out: &mut Destination,
    progress: &Progress,
) -> Result<u64, Failure> {
    let (mut users, mut refused) = (0, 0);
    for worker in workers.iter().cycle() {
        let Some(minted) = receive(worker, out)?? else { break };
        out.write(&minted.lines).map_err(Failure::output)?;
        users += minted.users;
        refused += minted.refused;
        progress.advance(minted.input_bytes, users);
    }
    Ok(refused)
}

/// The next chunk of a worker, unless a signal ends the program first.
fn receive(worker: &Receiver<Outgoing>, out: &Destination) -> Result<Outgoing, Failure> {
    loop {
        let received = worker.recv_timeout(PATIENCE);
        if let Some(signal) = out.interrupted() {
            return Err(Failure::Interrupted(signal));
        }
        match received {
            Ok(outgoing) => return Ok(outgoing),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(Error::Internal.into()),
        }
    }
}

impl Chunk {
    fn read(input: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut chunk = Self::default();
        while chunk.ends.len() < CHUNK_USERS
            && chunk.text.len() < CHUNK_BYTES
            && lines::read(input, &mut chunk.text, lines::LINE_MAX_BYTES)?
        {
            chunk.ends.push(chunk.text.len());
        }
        Ok((!chunk.ends.is_empty()).then_some(chunk))
    }

    fn user_ids(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let user_id = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            user_id
        })
    }
}

impl Mint {
    fn lines(&self, chunk: &Chunk) -> Result<Minted, Failure> {
        let tokens =
            self.generator.batch_raw(chunk.user_ids(), self.ttl, &self.payload, self.now)?;
        let mut lines = Vec::with_capacity(tokens.len() * 512);
        let mut refused = 0;
        for (user_id, token) in chunk.user_ids().zip(&tokens) {
            refused += u64::from(token.is_err());
            write_line(&mut lines, user_id, token).map_err(Failure::output)?;
        }
        let count = |length| u64::try_from(length).unwrap_or(u64::MAX);
        Ok(Minted {
            lines,
            input_bytes: count(chunk.text.len() + chunk.ends.len()),
            users: count(tokens.len()),
            refused,
        })
    }
}

/// One JSON line. A user id that is no UTF-8 is shown with replacement characters.
fn write_line(out: &mut Vec<u8>, user_id: &[u8], token: &Result<String, Error>) -> io::Result<()> {
    out.extend_from_slice(br#"{"user_id":"#);
    let user_id = serde_json::to_string(&String::from_utf8_lossy(user_id))?;
    out.extend_from_slice(escaped_json(&user_id).as_bytes());
    match token {
        // A token is base64: nothing to escape.
        Ok(token) => writeln!(out, r#","token":"{token}"}}"#),
        Err(error) => writeln!(out, r#","error":{}}}"#, error.to_json()),
    }
}
