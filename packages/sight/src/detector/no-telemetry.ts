/**
 * Imported before the runtime. By default onnxruntime 1.30 for Linux writes a device id and a database below ~/.cache and
 * a log into /tmp (seen with strace), and is built to send usage to its maker (its library names the address; within
 * six seconds nothing was sent). With this set strace shows no file written and no socket. Native code is outside Node's
 * permission model, so this stands beside the network namespace that the edge puts sight into.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
