"""Dispatch board 调度看板: what waits, how it stands against its promise, and to whom it goes."""

from lib.ui import live_board
from lib.ui.session import current

live_board.draw(current())
