"""What charge points of all versions have in common: a socket, a record of what they were told, and their times.

They are made of the packages `ocpp` and `websockets`. The package holds every frame of the gateway, commands and answers
alike, against the schemas of the Open Charge Alliance; what does not fit is an error of the test.
"""

import asyncio
import base64
import contextlib
import json
from datetime import datetime, timedelta, timezone

import websockets
from gateway import eventually
from ocpp.charge_point import camel_to_snake_case, remove_nones, serialize_as_dict, snake_to_camel_case
from ocpp.routing import on

TAG = "04B0267AE05C80"


class ChargePointBasics:
    """Answers every command, and keeps what it was told. Payloads are written as they are on the wire.

    `answers` holds, for an action, a payload, a function of the request that makes one, or an error to answer with.
    """

    def __init__(self, identity, connection):
        super().__init__(identity, connection, response_timeout=20)
        self.connection = connection
        self.told = []
        self.answers = {}

    async def ask(self, payload, message_id=None):
        """Sends a call and returns the answer; an error of the gateway is an error here."""
        return await self.call(payload, suppress=False, unique_id=message_id)

    async def say(self, action, /, **payload):
        """The same with payloads as they are on the wire."""
        message = getattr(self.calls, action)(**camel_to_snake_case(payload))
        answer = await self.ask(message)
        return remove_nones(snake_to_camel_case(serialize_as_dict(answer)))

    def take(self, action):
        """What it was told by commands of this action since it was last looked at."""
        taken = [payload for told, payload in self.told if told == action]
        self.told = [(told, payload) for told, payload in self.told if told != action]
        return taken

    async def next(self, action):
        """Waits for one command of this action, and makes sure that it is the only one."""
        (payload,) = await eventually(lambda: self.take(action), f"{self.id} is told {action}")
        return payload

    async def _handle_call(self, message):
        # Before the package spells it in Python's way.
        self._request = message.payload
        return await super()._handle_call(message)

    def _answer(self, action, results, otherwise):
        request = self._request
        self.told.append((action, request))
        answer = self.answers.get(action, otherwise)
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        return getattr(results, action)(**camel_to_snake_case(answer))


def answering(results, answers):
    """Makes a class decorator that gives a charge point a handler for every action in `answers`."""

    def decorate(cls):
        for action, otherwise in answers.items():
            setattr(cls, f"on_{action}", handler(action, results, otherwise))
        return cls

    return decorate


def handler(action, results, otherwise):
    def handle(self, **fields):
        return self._answer(action, results, otherwise)

    handle.__name__ = f"on_{action}"
    return on(action)(handle)


@contextlib.asynccontextmanager
async def plugged(kind, gateway, identity, **handshake):
    """A charge point of a kind, whose socket is open until the block ends."""
    async with socket(gateway, f"/ocpp/{identity}", **handshake) as connection:
        box = kind(identity, connection)
        listening = asyncio.create_task(box.start())
        try:
            yield box
        finally:
            listening.cancel()
            with contextlib.suppress(asyncio.CancelledError, websockets.ConnectionClosed):
                await listening


def socket(gateway, path, subprotocols=("ocpp1.6",), user=None, password=None, tls=None, **settings):
    """Opens a WebSocket; `password` is bytes, because AuthorizationKeys are, and `tls` is an SSLContext."""
    headers = {}
    if password is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(user.encode() + b":" + password).decode()
    return websockets.connect(
        gateway.url(path, tls is not None),
        subprotocols=list(subprotocols) or None,
        additional_headers=headers,
        ssl=tls,
        open_timeout=20,
        proxy=None,
        **settings,
    )


async def exchange(connection, frame):
    """Sends a raw frame, and returns what comes back."""
    await connection.send(frame)
    return json.loads(await asyncio.wait_for(connection.recv(), 10))


def now():
    return datetime.now(timezone.utc)


def ago(**span):
    """A moment in the past, on a whole second."""
    return now().replace(microsecond=0) - timedelta(**span)


def text(moment):
    if moment is None:
        return None
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(iso):
    """Reads a time of the gateway."""
    return datetime.fromisoformat(iso)
