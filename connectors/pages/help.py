"""The store's help articles as pages, for whoever follows the link under a quoted passage."""

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request, html

from commerce.database import Sessions
from commerce.help.links import heading_anchor
from commerce.help.reading import article_titles, find_article
from connectors.edge.headers import PAGE_POLICY
from connectors.edge.static_files import StaticFolder
from connectors.pages.templates import page_templates

_HERE = Path(__file__).parent / "help_page"
_HEADERS = {"content-security-policy": PAGE_POLICY}


def help_routes(sessions: Sessions, store_name: str) -> Blueprint:
    """`/help` lists the articles, `/help/<article>` shows one, each heading under the anchor links name."""
    routes = Blueprint("help", url_prefix="/help")
    templates = page_templates(_HERE)
    templates.filters["anchor"] = heading_anchor
    files = StaticFolder(_HERE)

    @routes.get("/")
    async def overview(_: Request) -> HTTPResponse:
        async with sessions() as session:
            titles = await article_titles(session)
        page = templates.get_template("overview.html").render(store_name=store_name, titles=titles)
        return html(page, headers=_HEADERS)

    @routes.get("/help.css")
    async def style(request: Request) -> HTTPResponse:
        return files.serve(request, "help.css", {})

    @routes.get("/<article_id:str>")
    async def article(_: Request, article_id: str) -> HTTPResponse:
        async with sessions() as session:
            found = await find_article(session, article_id)
        page = templates.get_template("article.html").render(store_name=store_name, article=found)
        return html(page, status=200 if found else 404, headers=_HEADERS)

    return routes
