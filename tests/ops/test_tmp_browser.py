import pytest
from playwright.sync_api import Page, expect
@pytest.mark.browser
def test_home(page: Page, live_server, transactional_db):
    bad=[]
    page.on("response", lambda r: bad.append((r.status,r.url)) if r.status>=400 else None)
    page.on("console", lambda m: bad.append(m.text) if m.type in ("error","warning") else None)
    page.goto(live_server.url)
    expect(page.locator("body")).to_contain_text("专业镇")
    print(page.title(), bad); assert not bad
@pytest.mark.browser
def test_worker(page: Page, live_server, celery_worker_process):
    page.goto(live_server.url)
    from core import queue
    assert queue.worker_is_alive(1.2)
