from __future__ import annotations

from ccsdk.model import command as cmd
from tests.unit.engine.play import names, ready


def test_a_report_names_an_agent_or_a_customer() -> None:
    play = ready("ana")
    play.write()

    back = [
        play.do(cmd.ReportSessionBack(session="s", agent="ana")),
        play.do(cmd.ReportSessionBack(session="c", customer="cu_i1")),
        play.do(cmd.ReportSessionBack(session="x")),
    ]
    gone = [
        play.do(cmd.ReportSessionGone(session="s", agent="ana")),
        play.do(cmd.ReportSessionGone(session="c", customer="cu_i1")),
        play.do(cmd.ReportSessionGone(session="x")),
    ]

    assert [names(d.entries) for d in back] == [["AgentConnected"], ["CustomerConnected"], []]
    assert [names(d.entries) for d in gone] == [
        ["AgentDisconnected"],
        ["CustomerDisconnected"],
        [],
    ]
