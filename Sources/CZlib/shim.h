// zlib, for the compression of WebSocket messages.
#pragma once
#include <zlib.h>
