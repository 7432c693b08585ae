#pragma once
#define _GNU_SOURCE
#include <modbus/modbus.h>
