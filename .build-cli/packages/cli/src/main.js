#!/usr/bin/env node
import { VERSION } from "./version.js";
const args = process.argv.slice(2);
// Nothing else is loaded for this, since scripts ask for it often.
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${VERSION}\n`);
}
else {
    const { cli } = await import("./cli.js");
    process.exitCode = await cli(args);
}
