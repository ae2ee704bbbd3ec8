"""One package per outside system; each implements a port of ``dean06.kernel.ports`` and knows no other adapter."""
