"""Requests: what a client's frame asks of the shell, checked as far as no state is needed."""

from __future__ import annotations

from typing import Any

import msgspec

from ccsdk.errors import InvalidRequestError, UnsupportedError
from ccsdk.model.instant import from_rfc3339
from ccsdk.model.request import QUESTIONS, PluginQuestion, Question, is_plugin_method
from ccsdk.model.topic import Filter
from ccsdk.wire import frames
from ccsdk.wire.codec import refuse
from ccsdk.wire.effect import Ask, Renew, Submit, Subscribe

__all__ = ["effect_of", "question_of"]


def effect_of(
    frame: frames.Auth | frames.Sub | frames.Cmd | frames.Req,
) -> Renew | Subscribe | Submit | Ask:
    """Return what the shell shall do about a request.

    Raises:
        InvalidRequestError: A member is wrong; the path is rooted at the frame.
        UnsupportedError: There is no such method.
    """
    match frame:
        case frames.Auth():
            return Renew(id=frame.id, token=frame.token)
        case frames.Sub():
            wish = Filter.of(frame.topics, frame.where)
            return Subscribe(id=frame.id, filter=wish, start=frame.start, hears=frame.eph)
        case frames.Cmd():
            return _submit(frame)
    return Ask(id=frame.id, question=question_of(frame.method, frame.data))


def question_of(method: str, data: dict[str, Any]) -> Question:
    """Return the question that a method and its `data` ask.

    Whether a plugin answers a method, and what its `data` has to be, only the center knows.

    Raises:
        UnsupportedError: There is no such method, and no plugin's could be called so.
        InvalidRequestError: A member is unknown, missing or wrong.
    """
    kind = QUESTIONS.get(method)
    if kind is None:
        if is_plugin_method(method):
            return PluginQuestion(name=method, data=data)
        raise UnsupportedError(what=f"method {method!r}")
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        refuse(error, root="data")


def _submit(frame: frames.Cmd) -> Submit:
    deadline_ms = None
    if frame.deadline is not None:
        try:
            deadline_ms = from_rfc3339(frame.deadline)
        except ValueError as error:
            raise InvalidRequestError(path="deadline", problem=str(error)) from error
    return Submit(
        id=frame.id,
        key=frame.key,
        type=frame.type,
        data=frame.data,
        personal=frame.personal,
        deadline_ms=deadline_ms,
    )
