"""What calendars lead to: a queue opens, or closes and lets its customers stay or go."""

from __future__ import annotations

import msgspec

from ccsdk.engine.deciding.staffing import overflow_all
from ccsdk.engine.step import Step
from ccsdk.errors import PolicyRefusedError
from ccsdk.model.calendar import Intervals
from ccsdk.model.command import DefineCalendar
from ccsdk.model.entry import Answer
from ccsdk.model.event import CalendarClosed, CalendarCompiled, CalendarOpened
from ccsdk.model.policy import AtClosing
from ccsdk.model.principal import Principal

__all__ = ["define_calendar", "edge_due"]


def define_calendar(step: Step, command: DefineCalendar, by: Principal) -> Answer:
    """Take a calendar; nothing if it is the known one."""
    try:
        intervals = Intervals(command.edges)
    except ValueError as error:
        raise PolicyRefusedError(path="edges", problem=str(error)) from error
    known = step.state.calendars.get(command.calendar)
    if known is None or not _says(known.definition, command):
        edge_due_at_ms = intervals.next_edge_ms(step.at_ms)
        facts = msgspec.structs.asdict(command)
        step.emit(CalendarCompiled(**facts, edge_due_at_ms=edge_due_at_ms))
        if step.state.calendars[command.calendar].is_open is not intervals.is_open(step.at_ms):
            _turn(step, command.calendar, intervals)
    return Answer()


def _says(definition: CalendarCompiled, command: DefineCalendar) -> bool:
    names = command.__struct_fields__
    return all(getattr(definition, name) == getattr(command, name) for name in names)


def edge_due(step: Step, calendar: str) -> None:
    """Open or close the calendar."""
    _turn(step, calendar, Intervals(step.state.calendars[calendar].definition.edges))


def _turn(step: Step, calendar: str, intervals: Intervals) -> None:
    edge_due_at_ms = intervals.next_edge_ms(step.at_ms)
    if intervals.is_open(step.at_ms):
        step.emit(CalendarOpened(calendar=calendar, edge_due_at_ms=edge_due_at_ms))
        return
    step.emit(CalendarClosed(calendar=calendar, edge_due_at_ms=edge_due_at_ms))
    for queue, found in step.state.queues.items():
        flows_out = found.definition.at_closing is AtClosing.FLOW_OUT
        if flows_out and found.definition.calendar == calendar and found.line:
            overflow_all(step, queue, reason="closed")
