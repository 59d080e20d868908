"""An app server that mints tokens for its signed-in users: FastAPI under uvicorn.

    pip install token04 fastapi uvicorn itsdangerous
    export ZEGO_APP_ID=... ZEGO_SERVER_SECRET=... SESSION_KEY=... DEMO_USERS=alice:her-password
    uvicorn fastapi_server:app

A client signs in by POST /sign-in, then asks POST /token whenever `refresh_at` has passed.
"""

import hmac
import os
from typing import Annotated, Dict, Union

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pydantic import BaseModel
from starlette.middleware.sessions import SessionMiddleware

import token04

TOKEN_SECONDS = 3600


def generator_from_env() -> token04.TokenGenerator:
    """Made once: it prepares the key. A server without its secret must not start."""
    try:
        return token04.TokenGenerator.from_env()
    except token04.InvalidInput as error:
        raise SystemExit(str(error)) from None  # it names the variable


def session_key_from_env() -> str:
    """Signs the cookies: whoever knows it can be any user."""
    key = os.environ.get("SESSION_KEY", "")
    if len(key) < 32:
        raise SystemExit("SESSION_KEY: set at least 32 random characters, the same on each server")
    return key


generator = generator_from_env()
app = FastAPI()
# Behind TLS add https_only=True.
app.add_middleware(SessionMiddleware, secret_key=session_key_from_env(), same_site="strict")


class SignIn(BaseModel):
    user_id: str
    password: str


@app.post("/sign-in")
def sign_in(given: SignIn, request: Request) -> Dict[str, str]:
    """Stands for your own sign-in; all that matters is that it sets the session's user."""
    users = dict(user.split(":", 1) for user in os.environ.get("DEMO_USERS", "").split(",") if user)
    expected = users.get(given.user_id)
    if expected is None or not hmac.compare_digest(expected.encode(), given.password.encode()):
        raise HTTPException(401, "wrong user or password")
    request.session["user_id"] = given.user_id
    return {"user_id": given.user_id}


def signed_in_user(request: Request) -> str:
    """Who asks: from the session, never from the request's body."""
    user_id = request.session.get("user_id")
    if not isinstance(user_id, str) or not user_id:
        raise HTTPException(401, "sign in first")
    return user_id


@app.post("/token")
def token(
    user_id: Annotated[str, Depends(signed_in_user)], response: Response
) -> Dict[str, Union[str, int]]:
    """A token for the user who asks."""
    issued = generator.issue(user_id, TOKEN_SECONDS, "")
    response.headers["Cache-Control"] = "no-store"
    return {
        "token": issued.token,
        "expires_at": issued.expires_at,
        "refresh_at": issued.refresh_at,
    }
