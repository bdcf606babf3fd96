"""What an internal note leads to: it stands in the log, and who it mentions becomes a reader.

A reader may read the Interaction until state forgets it, and write notes until it is
closed; nothing else. Nobody becomes a reader by what they write themselves, so an owner
cannot keep what wrap-up takes from them.
"""

from __future__ import annotations

from ccsdk.engine.deciding.guard import agent_of, as_author, interaction_of, refs
from ccsdk.engine.step import Step
from ccsdk.model.command import AddNote
from ccsdk.model.entry import Answer
from ccsdk.model.event import AgentMentioned, NoteAdded
from ccsdk.model.principal import Principal

__all__ = ["add_note"]


def add_note(step: Step, command: AddNote, by: Principal) -> Answer:
    """Add the note, then announce it to each Agent who is mentioned for the first time."""
    interaction = interaction_of(step.state, command.interaction)
    author = as_author(interaction, command, by)
    mentions = tuple(
        agent_of(step.state, agent).id
        for agent in dict.fromkeys(command.mentions)
        if agent != author
    )
    step.emit(NoteAdded(**refs(interaction), agent=author, mentions=mentions))
    note = step.entries[-1]
    for agent in mentions:
        if agent not in interaction.readers:
            step.emit(AgentMentioned(**refs(interaction), agent=agent, by=author))
    return Answer(note=f"{note.subject}:{note.version}")
