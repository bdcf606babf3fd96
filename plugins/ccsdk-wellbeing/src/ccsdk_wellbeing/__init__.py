"""Work that agents can bear, by capacity and skills alone; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.observing import Capabilities
from ccsdk_wellbeing.settings import WellbeingSettings

__all__ = ["plugin"]

plugin = Plugin(
    name="wellbeing",
    summary="Slots and skills that agents can bear: a ramp by weeks, and rest after heavy work.",
    settings=WellbeingSettings,
    implementation="ccsdk_wellbeing.implementation:Wellbeing",
    capabilities=Capabilities(
        topics=(
            "agent.*.AgentDefined",
            "agent.*.CapacitySet",
            "agent.*.SkillsSet",
            "channel.*.ChannelDefined",
            "interaction.*.InteractionAnswered",
            "interaction.*.InteractionEnded",
            "interaction.*.InteractionParked",
            "interaction.*.InteractionRequeued",
            "interaction.*.InteractionTransferred",
            "interaction.*.OwnerChanged",
        ),
        commands=("SetCapacity", "SetSkills"),
    ),
)
