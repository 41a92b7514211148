"""The application: routes, errors, and what they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dateline.knowledge import Knowledge
from dateline.review import Reviews
from dateline.store import StoreError
from dateline.version import __version__
from dateline.web import pages, writing
from dateline.web.coding import LazyCoder
from dateline.web.marking import plain, tone
from dateline.web.opening import BusyError, Shelf
from dateline.web.security import Gate, RefusedError
from dateline.web.shown import day, lit

HERE = Path(__file__).parent
RETRY_SECONDS = 5


class Reader:
    """What every page of one reader shares."""

    def __init__(self, file: Path, gate: Gate, reviews: Reviews, coder: LazyCoder) -> None:
        self.file = file
        self.gate = gate
        self.reviews = reviews
        self.coder = coder
        self.shelf = Shelf(file, cache(Knowledge.load))
        self.templates = Jinja2Templates(directory=HERE / "templates")
        environment = self.templates.env
        environment.autoescape = True
        environment.filters.update(plain=plain, day=day, tone=tone, path=_path, lit=lit)
        environment.globals.update(file=file.name, version=__version__, form_token=gate.form_token)

    def render(
        self, request: Request, template: str, status: int = 200, **context: Any
    ) -> Response:
        """Return a page."""
        return self.templates.TemplateResponse(request, template, context, status_code=status)

    def problem(self, request: Request, status: int, title: str, message: str) -> Response:
        """Return a page that says what is wrong."""
        return self.render(request, "problem.html", status, title=title, message=message, wait=None)


def _path(text: str) -> str:
    return quote(text, safe=":-._")


def create_app(
    file: Path,
    *,
    token: str | None = None,
    reviews: Reviews | None = None,
    coder: LazyCoder | None = None,
) -> FastAPI:
    """Return the reader of a store as an ASGI application.

    With a ``token`` requests from other machines are answered that carry it; without one only
    requests to a loopback name are.
    """
    gate = Gate(token)
    reader = Reader(file, gate, reviews or Reviews.beside(file), coder or LazyCoder())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        reader.shelf.keep_ready()
        yield
        reader.shelf.close()

    app = FastAPI(
        title="dateline", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    app.state.reader = reader
    app.middleware("http")(gate)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.include_router(pages.router)
    app.include_router(writing.router)
    _answer_errors(app, reader)
    return app


def _answer_errors(app: FastAPI, reader: Reader) -> None:
    @app.exception_handler(BusyError)
    async def busy(request: Request, _: Exception) -> Response:
        response = reader.render(
            request,
            "problem.html",
            503,
            title="The file is being written",
            message="Another process, such as “dateline code --db”, is writing to the file. "
            "This page opens by itself as soon as it is done.",
            wait=RETRY_SECONDS,
        )
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response

    @app.exception_handler(StoreError)
    async def unreadable(request: Request, error: Exception) -> Response:
        return reader.problem(request, 404, "The file cannot be read", str(error))

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        return reader.problem(request, error.status, "This cannot be done", error.message)

    @app.exception_handler(HTTPException)
    async def missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return reader.problem(
                request, 404, "There is no such page", "Go back, or search for it."
            )
        response = reader.problem(
            request, error.status_code, "This cannot be done", "The page does not allow it."
        )
        response.headers.update(error.headers or {})
        return response
