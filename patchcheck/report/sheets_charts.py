"""The charts of Summary, and the table of ages that one of them shows."""

from collections.abc import Sequence
from math import ceil

from patchcheck.report.figures import open_security_by_age
from patchcheck.report.sheet import Cell, Chart
from patchcheck.report.sheets_page import Page
from patchcheck.report.view import HostView

MAX_BARS = 20
_ROW_CM = 0.53


class ChartSpace:
    """The rows kept free for charts, and the charts drawn there once their cells are known."""

    def __init__(self, page: Page, hosts: Sequence[HostView]) -> None:
        self.page = page
        self.row = page.next_row
        self.measured = [host for host in hosts if host.compliance][:MAX_BARS]
        self.of = sum(host.compliance is not None for host in hosts)
        self.ages = dict(open_security_by_age(hosts))
        self.hosts_from = self.ages_from = 0
        self.height = max(6.4, 0.5 * len(self.measured) + 2.4)
        if self.measured:
            page.gap(ceil(self.height / _ROW_CM))

    def draw(self) -> None:
        """Draw what has something to show."""
        charts = self.page.sheet.charts
        if any(open_security(host) for host in self.measured):
            charts.append(self._open_by_host())
        if self.measured and any(self.ages.values()):
            charts.append(self._by_age())
        if any(_applies(host) for host in self.measured):
            charts.append(self._satisfied_by_host())

    def _part(self) -> str:
        return f" (first {len(self.measured)} of {self.of:,})" if self.of > MAX_BARS else ""

    def _open_by_host(self) -> Chart:
        return Chart(
            title=f"Open security patches by host{self._part()}",
            axis="patch numbers",
            at=(self.row, 1),
            labels=(self.hosts_from, 1),
            values=(self.hosts_from, 8),
            count=len(self.measured),
            size=(12.0, self.height),
        )

    def _by_age(self) -> Chart:
        return Chart(
            title="Open security patches by age",
            axis="hosts x patches",
            at=(self.row, 5),
            labels=(self.ages_from, 1),
            values=(self.ages_from, 2),
            count=len(self.ages),
            size=(12.7, min(self.height, 8.0)),
            colour="amber",
            lying=False,
        )

    def _satisfied_by_host(self) -> Chart:
        return Chart(
            title=f"Security patches satisfied, by host{self._part()}",
            axis="of those that apply",
            at=(self.row, 11),
            labels=(self.hosts_from, 1),
            values=(self.hosts_from, 5),
            count=len(self.measured),
            size=(12.9, self.height),
            colour="teal",
            per_cent=True,
        )


def _applies(host: HostView) -> bool:
    return host.compliance is not None and host.compliance.security.applicable > 0


def age_table(page: Page, ages: dict[str, int]) -> int:
    """Give the row of the first class."""
    title = "Security patches to install or excepted, by age on the as-of date (hosts x patches)"
    page.section(title, ("Age", "Count"), height=16)
    start = page.next_row
    for name, count in ages.items():
        page.add([Cell(name, "text"), Cell(count, "number")])
    return start


def open_security(host: HostView) -> int:
    """How many security patches are open; -1 where that is not known."""
    return host.compliance.security.missing if host.compliance else -1
