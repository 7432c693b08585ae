"""What wallboxes send that is not as it should be. The socket survives all of it."""

import asyncio
import json

import pytest
from chargepoint import exchange, socket
from gateway import block

BOOT = '[2,"boot","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]'
HEARTBEAT = '[2,"alive","Heartbeat",{}]'
CODES = {
    "NotImplemented",
    "NotSupported",
    "InternalError",
    "ProtocolError",
    "SecurityError",
    "FormationViolation",
    "PropertyConstraintViolation",
    "OccurenceConstraintViolation",
    "TypeConstraintViolation",
    "GenericError",
}
REFUSED = {
    "an action nobody knows": ('[2,"x","NoSuchAction",{}]', "NotImplemented"),
    "a payload that lacks everything": ('[2,"x","StartTransaction",{}]', None),
    "a payload that is a list": ('[2,"x","StartTransaction",[]]', None),
    "a payload of wrong types": ('[2,"x","MeterValues",{"connectorId":{},"meterValue":7}]', None),
    "a call without a payload": ('[2,"x","StartTransaction"]', None),
}
IGNORED = [
    "",
    "nonsense",
    "{}",
    "[]",
    "[2]",
    '{"not":"an array"}',
    '[9,"x","Heartbeat",{}]',
    '[3,"never asked",{}]',
    '[4,"never asked","GenericError","",{}]',
    "[" * 5000,
    '[2,"x","Heartbeat",{}',
    '"text"',
    "null",
]
ODD = {
    # Its register is worth more than its clock.
    "a time that is none": '[2,"x","StopTransaction",{"transactionId":1,"meterStop":1,"timestamp":"soon"}]',
    "spaces and line breaks": '[ 2 ,\n "x" , "Heartbeat" , { } ]',
    "a null payload": '[2,"x","Heartbeat",null]',
    "no payload": '[2,"x","Heartbeat"]',
    "a long id": '[2,"%s","Heartbeat",{}]' % ("x" * 60),
    "unknown members": '[2,"x","Heartbeat",{"vendor":{"deep":[1,2,{"er":null}]}}]',
    "an integer written as text": '[2,"x","StatusNotification",{"connectorId":"1","errorCode":"NoError",'
    '"status":"Available"}]',
    "a number instead of a text value": '[2,"x","MeterValues",{"connectorId":1,"meterValue":[{"timestamp":'
    '"2026-04-14T16:30:00Z","sampledValue":[{"value":1.5},{"value":""}]}]}]',
}


async def is_alive(connection):
    return (await exchange(connection, HEARTBEAT))[:2] == [3, "alive"]


@pytest.fixture
async def connection(start_gateway):
    gateway = await start_gateway(blocks=block("station", id="CP1"))
    async with socket(gateway, "/ocpp/CP1") as connection:
        assert (await exchange(connection, BOOT))[2]["status"] == "Accepted"
        yield connection


async def test_a_call_that_cannot_be_read_gets_a_call_error(connection):
    for name, (frame, code) in REFUSED.items():
        kind, message_id, given, description, details = await exchange(connection, frame)
        assert (kind, message_id) == (4, "x"), name
        assert given == code if code else given in CODES, name
        assert isinstance(description, str) and isinstance(details, dict), name
    assert await is_alive(connection)


async def test_what_cannot_be_answered_is_passed_over(connection):
    for frame in IGNORED:
        await connection.send(frame)
        reply = await exchange(connection, HEARTBEAT)
        if reply[0] == 4:
            # A call whose id can be read may be answered with an error; anything else must not be.
            assert reply[1] == "x", frame
            reply = json.loads(await asyncio.wait_for(connection.recv(), 10))
        assert reply[:2] == [3, "alive"], frame


async def test_what_can_be_understood_is_answered(connection):
    for name, frame in ODD.items():
        kind, message_id, _ = await exchange(connection, frame)
        assert (kind, message_id) == (3, json.loads(frame)[1]), name


async def test_a_frame_in_pieces_is_one_message(connection):
    await connection.send(["[2,", '"x","Heart', 'beat",{}]'])
    assert json.loads(await asyncio.wait_for(connection.recv(), 10))[:2] == [3, "x"]
