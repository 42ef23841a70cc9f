// Starts a program for wasm32-wasip1: `node wasi.mjs PROGRAM [ARGUMENT]…`. It ends as the program does;
// a trap ends it by a signal, as an abort ends a program elsewhere.

import { readFile } from "node:fs/promises";
import { abort, argv, env, exit } from "node:process";
import { WASI } from "node:wasi";

const [program, ...rest] = argv.slice(2);
const wasi = new WASI({ version: "preview1", args: [program, ...rest], env, preopens: { "/": "/" } });
const module = await WebAssembly.compile(await readFile(program));
const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
let code;
try {
    code = wasi.start(instance);
} catch (error) {
    console.error(String(error));
    abort();
}
exit(code);
