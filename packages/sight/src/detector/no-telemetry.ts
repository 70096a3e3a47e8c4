/**
 * Imported before the runtime: onnxruntime 1.30 for Linux otherwise writes a device id and a database below ~/.cache and a log
 * into /tmp, and sends usage to its maker (seen with strace; 0 files and 0 sockets with this set). Its native code
 * is outside Node's permission model, so this stands beside the network namespace that the edge puts sight into.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
