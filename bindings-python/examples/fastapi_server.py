"""An app server that mints tokens for its signed-in users: FastAPI under uvicorn.

    pip install token04 fastapi uvicorn itsdangerous
    export ZEGO_APP_ID=... ZEGO_SERVER_SECRET=... SESSION_KEY=... DEMO_USERS=alice:her-password
    uvicorn fastapi_server:app

A client signs in by POST /sign-in, then calls POST /token again whenever `refresh_at` has passed.
"""

import hmac
import os
from typing import Annotated, Dict

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.datastructures import Headers
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import token04

TOKEN_SECONDS = 3600
MOST_BODY_BYTES = 16 * 1024


def generator_from_env() -> token04.TokenGenerator:
    """Called once: it prepares the key. A server without its secret must not start."""
    try:
        return token04.TokenGenerator.from_env()
    except token04.InvalidInput as error:
        raise SystemExit(str(error)) from None  # it names the variable


def session_key_from_env() -> str:
    """Signs the cookies: anyone who knows it can be any user."""
    key = os.environ.get("SESSION_KEY", "")
    if len(key) < 32:
        raise SystemExit("SESSION_KEY: set at least 32 random characters, the same on each server")
    return key


class BodyLimit:
    """Refuses a body as soon as it is too long: FastAPI reads a whole body into memory."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        left = MOST_BODY_BYTES

        async def limited() -> Message:
            nonlocal left
            declared = int(Headers(scope=scope).get("content-length", "0"))
            message = await receive() if declared <= MOST_BODY_BYTES else None
            left -= len(message.get("body", b"")) if message else declared
            if message is None or left < 0:
                raise HTTPException(413, "the body is too long", {"Connection": "close"})
            return message

        await self.app(scope, limited if scope["type"] == "http" else receive, send)


generator = generator_from_env()
app = FastAPI()
# Behind TLS add https_only=True.
app.add_middleware(SessionMiddleware, secret_key=session_key_from_env(), same_site="strict")
app.add_middleware(BodyLimit)


@app.exception_handler(token04.InvalidInput)
async def refused_input(request: Request, error: token04.InvalidInput) -> JSONResponse:
    """For example a user id of 65 bytes. The message is a constant: it repeats no input."""
    return JSONResponse({"detail": error.message}, 400)


@app.exception_handler(RequestValidationError)
async def refused_body(request: Request, error: RequestValidationError) -> JSONResponse:
    """FastAPI's own handler repeats the input, including a password."""
    return JSONResponse({"detail": "the body is not the JSON this route takes"}, 422)


class SignIn(BaseModel):
    user_id: str
    password: str


@app.post("/sign-in")
def sign_in(given: SignIn, request: Request) -> Dict[str, str]:
    """Replace it with your own sign-in; it only has to set the session's user."""
    users = dict(user.split(":", 1) for user in os.environ.get("DEMO_USERS", "").split(",") if user)
    expected = users.get(given.user_id)
    if expected is None or not hmac.compare_digest(expected.encode(), given.password.encode()):
        raise HTTPException(401, "wrong user or password")
    request.session["user_id"] = given.user_id
    return {"user_id": given.user_id}


def signed_in_user(request: Request) -> str:
    """The caller's user id: from the session, never from the request's body."""
    user_id = request.session.get("user_id")
    if not isinstance(user_id, str) or not user_id:
        raise HTTPException(401, "sign in first")
    return user_id


@app.post("/token")
async def token(
    user_id: Annotated[str, Depends(signed_in_user)], request: Request, response: Response
) -> token04.IssuedToken:
    """A token for the calling user, with `issued_at`, `expires_at` and `refresh_at`."""
    await request.body()  # not used; 413 if it is too long
    response.headers["Cache-Control"] = "no-store"
    return generator.issue(user_id, TOKEN_SECONDS, "")
