"""Commands: what may be asked of the engine, imperative, one Struct each.

A command has two halves. The Struct itself goes to the engine and into the log; its
`Personal` half never meets the engine: the writer hands it to the events that declare
the same fields. Fields named in `door_fills` come from the door that took the command
(who is signed in, which account), never from the sender.

Wire name: `ccsdk.<ClassName>.v1`, see `COMMANDS`.
"""

from __future__ import annotations

from ccsdk.model.command.agent import (
    LogIn,
    LogOut,
    SetCapacity,
    SetNotReady,
    SetReady,
    SetSkills,
)
from ccsdk.model.command.command import Command, PersonalHalf
from ccsdk.model.command.consult import (
    CancelConsult,
    CompleteTransfer,
    MergeConsult,
    StartConsult,
)
from ccsdk.model.command.definition import (
    ApplySettings,
    DefineAccount,
    DefineAgent,
    DefineCalendar,
    DefineChannel,
    DefineQueue,
    DeleteQueue,
)
from ccsdk.model.command.flow import (
    AcceptCallback,
    AcceptSelfService,
    CompleteSelfService,
    LeaveMessage,
    MoveInteraction,
    ReportConnectFailed,
    RouteInteraction,
    SetPriority,
)
from ccsdk.model.command.interaction import (
    AbandonInteraction,
    AddNote,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
)
from ccsdk.model.command.leg import (
    AddParticipant,
    ElevateChannel,
    HoldCustomer,
    JoinChannel,
    LeaveInteraction,
    ReportHoldFailed,
    RetrieveCustomer,
)
from ccsdk.model.command.offer import (
    AcceptOffer,
    AcknowledgeOffer,
    DeclineOffer,
    PickInteraction,
)
from ccsdk.model.command.part import EndWrapUp, ExtendWrapUp, SetDisposition
from ccsdk.model.command.plugin import ConfigurePlugin, StrikePlugin
from ccsdk.model.command.review import AddReview, OpenReview
from ccsdk.model.command.session import ReportSessionBack, ReportSessionGone, ResumeCenter
from ccsdk.model.command.supervision import (
    BargeIn,
    StartMonitor,
    StartWhisper,
    StopMonitor,
    WhisperMessage,
)
from ccsdk.model.command.transfer import (
    BlindTransfer,
    CancelInteraction,
    ParkInteraction,
    ResumeInteraction,
)

__all__ = [
    "COMMANDS",
    "AbandonInteraction",
    "AcceptCallback",
    "AcceptOffer",
    "AcceptSelfService",
    "AcknowledgeOffer",
    "AddNote",
    "AddParticipant",
    "AddReview",
    "ApplySettings",
    "BargeIn",
    "BlindTransfer",
    "CancelConsult",
    "CancelInteraction",
    "Command",
    "CompleteSelfService",
    "CompleteTransfer",
    "CompleteWrapUp",
    "ConfigurePlugin",
    "ConfirmConnected",
    "DeclineOffer",
    "DefineAccount",
    "DefineAgent",
    "DefineCalendar",
    "DefineChannel",
    "DefineQueue",
    "DeleteQueue",
    "ElevateChannel",
    "EndInteraction",
    "EndWrapUp",
    "ExtendWrapUp",
    "HoldCustomer",
    "JoinChannel",
    "LeaveInteraction",
    "LeaveMessage",
    "LogIn",
    "LogOut",
    "MergeConsult",
    "MoveInteraction",
    "OpenReview",
    "ParkInteraction",
    "PersonalHalf",
    "PickInteraction",
    "ReceiveInteraction",
    "ReceiveMessage",
    "ReportConnectFailed",
    "ReportHoldFailed",
    "ReportSessionBack",
    "ReportSessionGone",
    "ResumeCenter",
    "ResumeInteraction",
    "RetrieveCustomer",
    "RouteInteraction",
    "SendMessage",
    "SetCapacity",
    "SetDisposition",
    "SetNotReady",
    "SetPriority",
    "SetReady",
    "SetSkills",
    "StartConsult",
    "StartMonitor",
    "StartWhisper",
    "StopMonitor",
    "StrikePlugin",
    "WhisperMessage",
    "command_type",
]


def command_type(command: type[Command]) -> str:
    """Return the wire name of a command class: `ccsdk.<ClassName>.v1`."""
    return f"ccsdk.{command.__name__}.v1"


COMMANDS: dict[str, type[Command]] = {
    command_type(command): command for command in Command.__subclasses__()
}
