//! The HTTP server: routes, limits of connections, and an end that loses no request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use serde_json::json;
use socket2::SockRef;
use token04::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;

use crate::app::App;
use crate::config::Http;
use crate::problem::{Problem, Refusal};
use crate::{api, log, openapi, rehearsal};

/// How often changed secret files are noticed.
const SECRETS_PAUSE: Duration = Duration::from_secs(2);
/// How often recorded times are added up.
const METRICS_PAUSE: Duration = Duration::from_secs(1);
/// How long after the last accepted connection its request is waited for.
const FIRST_READ: Duration = Duration::from_secs(1);
const HEADERS_MAX: usize = 64;
const LATENCY_BUCKETS: &[f64] = &[0.000_05, 0.000_1, 0.000_25, 0.001, 0.005, 0.025, 0.1, 1.0, 5.0];

/// All routes.
pub fn router(app: &Arc<App>) -> Router {
    let http = app.state().config.http.clone();
    let mut router = Router::new()
        .route("/token", post(api::token))
        .route("/openapi.json", get(openapi::page))
        .route("/healthz", get(api::healthz))
        .route("/readyz", get(api::readyz));
    if app.rehearsal.is_some() {
        router = router
            .route("/rehearsal/login", post(rehearsal::login))
            .route("/rehearsal/publish", post(rehearsal::publish))
            .route("/rehearsal/renew", post(rehearsal::renew))
            .route("/rehearsal/events", get(rehearsal::events));
    }
    if app.console.is_some() {
        router = router.route("/console", get(console));
    }
    router
        .method_not_allowed_fallback(async || Problem::from(Refusal::MethodNotAllowed))
        .fallback(async || Problem::from(Refusal::NotFound))
        .layer(middleware::from_fn_with_state(Arc::clone(app), api::around))
        .layer(cors(&http))
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(Arc::clone(app))
}

/// The console page, in no frame of another page. Its own policy allows it nothing but itself.
async fn console(State(app): State<Arc<App>>) -> impl IntoResponse {
    let policy = (header::CONTENT_SECURITY_POLICY, "frame-ancestors 'none'");
    ([policy, (header::CACHE_CONTROL, "no-store")], Html(app.console.clone().unwrap_or_default()))
}

fn cors(http: &Http) -> CorsLayer {
    let origins = http.cors_origins.iter().filter_map(|o| HeaderValue::from_str(o).ok());
    CorsLayer::new()
        .allow_origin(origins.collect::<Vec<_>>())
        .allow_methods([Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([HeaderName::from_static("x-request-id"), header::RETRY_AFTER])
        .max_age(Duration::from_secs(600))
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    log::error("panic", "a request failed by a panic: please report it");
    Problem::from(Error::Internal).into_response()
}

/// Prepares the counters.
///
/// # Errors
/// A sentence, when it is called twice.
pub fn install_metrics() -> Result<PrometheusHandle, String> {
    let matcher = Matcher::Full("token04_decision_seconds".into());
    PrometheusBuilder::new()
        .set_buckets_for_metric(matcher, LATENCY_BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|e| e.to_string())
}

/// Opens a port.
///
/// # Errors
/// A sentence that names the address.
pub async fn listen(address: &str, local_only: bool) -> Result<TcpListener, String> {
    let failed = |e: std::io::Error| format!("{address}: {e}");
    let addresses: Vec<SocketAddr> =
        tokio::net::lookup_host(address).await.map_err(failed)?.collect();
    if local_only && !addresses.iter().all(|address| address.ip().is_loopback()) {
        return Err(format!(
            "{address} is not this machine alone: --dev, --rehearsal and --console listen on 127.0.0.1 or [::1]"
        ));
    }
    let listener = TcpListener::bind(addresses.as_slice()).await.map_err(failed)?;
    Ok(listener)
}

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// A sentence, when signals cannot be received.
pub async fn run(
    app: Arc<App>,
    listener: TcpListener,
    metrics: Option<TcpListener>,
    handle: PrometheusHandle,
) -> Result<(), String> {
    let on = |kind| signal(kind).map_err(|e| e.to_string());
    let (mut hangup, mut terminate) = (on(SignalKind::hangup())?, on(SignalKind::terminate())?);
    let mut interrupt = on(SignalKind::interrupt())?;
    let reloaded = Arc::clone(&app);
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            reloaded.reload();
        }
    });
    tokio::spawn(Arc::clone(&app).watch_secrets(SECRETS_PAUSE));
    // Also where nobody reads them: the recorder keeps every sample until then.
    let upkeep = handle.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(METRICS_PAUSE).await;
            upkeep.run_upkeep();
        }
    });
    if let Some(listener) = metrics {
        tokio::spawn(serve_metrics(Arc::clone(&app), listener, handle));
    }
    let http = app.state().config.http.clone();
    let stopping = Arc::clone(&app);
    let drained = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        stopping.stop();
        log::info("stopping", json!({ "drain_seconds": http.drain_seconds }));
        tokio::time::sleep(Duration::from_secs(http.drain_seconds)).await;
    };
    accept(router(&app), listener, &http, drained).await;
    log::info("stopped", json!({}));
    Ok(())
}

async fn serve_metrics(app: Arc<App>, listener: TcpListener, handle: PrometheusHandle) {
    let http = Http { max_connections: 64, ..app.state().config.http.clone() };
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    let router = Router::new().route("/metrics", get(async move || (kind, handle.render())));
    accept(router, listener, &http, std::future::pending()).await;
}

/// Accepts connections until `drained`, then lets the open requests end.
async fn accept(
    router: Router,
    listener: TcpListener,
    http: &Http,
    drained: impl Future<Output = ()>,
) {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs(http.request_seconds))
        .max_buf_size(http.max_head_bytes)
        .max_headers(HEADERS_MAX);
    let builder = Arc::new(builder);
    let service = TowerToHyperService::new(router);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(http.max_connections));
    let unread = Duration::from_secs(http.request_seconds);
    let begin = |stream: TcpStream, place| {
        let _ = stream.set_nodelay(true);
        // A client that reads no responses would keep its connection for ever.
        let _ = SockRef::from(&stream).set_tcp_user_timeout(Some(unread));
        let connection = builder.serve_connection(TokioIo::new(stream), service.clone());
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _open = OpenConnection::new();
            // What goes wrong on a connection is the client's doing, and not worth a line each.
            if connection.await.is_err() {
                metrics::counter!("token04_connection_errors_total").increment(1);
            }
            drop(place);
        });
    };
    tokio::pin!(drained);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (listener.accept().await, place)
        };
        tokio::select! {
            biased;
            () = &mut drained => break,
            (accepted, place) = next => match accepted {
                Ok((stream, _)) => begin(stream, place),
                Err(error) => {
                    log::error("accept_failed", error);
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    // Connections that the system has accepted already are served as well; without a pause between
    // the last of them and the end.
    if let Ok(listener) = listener.into_std() {
        while let Ok((stream, _)) = listener.accept() {
            let stream = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream));
            if let Ok(stream) = stream {
                begin(stream, None);
            }
        }
    }
    // hyper closes connections on which it has read nothing yet, so the last ones get a moment.
    tokio::time::sleep(FIRST_READ).await;
    let patience = Duration::from_secs(http.shutdown_seconds);
    if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
        log::warn("stopped_late", json!({ "message": "some requests did not end in time" }));
    }
}

struct OpenConnection;

impl OpenConnection {
    fn new() -> Self {
        metrics::gauge!("token04_connections").increment(1);
        Self
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        metrics::gauge!("token04_connections").decrement(1);
    }
}
