import { createReadStream, createWriteStream, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { fileTrouble, UserError } from '@sluice/action';
import { CsvReader } from "../read/csv.js";
import { GoReplayReader } from "../read/goreplay.js";
import { harRecords } from "../read/har.js";
import { unpackZstd } from "../read/zstd.js";
/** An HTTP archive is one document and has to be read whole. */
const MAX_HAR = 400 * 1024 * 1024;
/**
 * The same records as plain NDJSON files: those that are plain already stay where they are, CSV, HAR, GoReplay and
 * compressed ones (`.gz`, `.zst`) are unpacked into a temporary folder, piece by piece.
 */
export async function toNdjson(paths, role, tempDir) {
    let folder;
    const out = [];
    for (const [k, path] of paths.entries()) {
        const { format, packed } = formatOf(path);
        if (format === 'ndjson' && packed === undefined) {
            out.push(path);
            continue;
        }
        folder ??= mkdtempSync(join(tempDir, 'sluice-logs-'));
        const into = join(folder, `${k}-${basename(path)}.ndjson`);
        await convert(path, format, packed, role, into);
        out.push(into);
    }
    return out;
}
function formatOf(path) {
    const lower = path.toLowerCase();
    const packed = lower.endsWith('.gz') ? 'gz' : lower.endsWith('.zst') ? 'zst' : undefined;
    const name = lower.replace(/\.(gz|zst)$/, '');
    const format = ['csv', 'har', 'gor'].find((extension) => name.endsWith(`.${extension}`));
    return { format: format ?? 'ndjson', packed };
}
async function convert(path, format, packed, role, into) {
    const unpack = packed === 'gz' ? [createGunzip()] : packed === 'zst' ? [unpackZstd()] : [];
    try {
        await pipeline([
            createReadStream(path),
            ...unpack,
            ...transformOf(format, role, basename(path)),
            createWriteStream(into),
        ]);
    }
    catch (error) {
        if (error instanceof UserError || packed === undefined || fileTrouble(error) !== undefined)
            throw error;
        throw new UserError('UNREADABLE_LOG', `${basename(path)} could not be unpacked: ${String(error)}`, 'Was it cut off on its way?');
    }
}
function transformOf(format, role, name) {
    switch (format) {
        case 'ndjson':
            return [];
        case 'csv':
            return [csv()];
        case 'gor':
            return [gor(role)];
        case 'har':
            return [har(role, name)];
    }
}
function csv() {
    const reader = new CsvReader();
    const decoder = new StringDecoder('utf8');
    return recordsOf((piece, last, emit) => reader.read(last ? decoder.end() : decoder.write(piece), last, emit));
}
function gor(role) {
    const reader = new GoReplayReader(role);
    return recordsOf((piece, last, emit) => reader.read(piece, last, emit));
}
function har(role, name) {
    const pieces = [];
    let size = 0;
    return recordsOf((piece, last, emit) => {
        pieces.push(piece);
        size += piece.length;
        if (size > MAX_HAR)
            throw new UserError('HAR_TOO_LARGE', `${name} is larger than 400 MB`, 'Split the archive, or log NDJSON.');
        if (last)
            harRecords(Buffer.concat(pieces).toString('utf8'), role, name).forEach(emit);
    });
}
function recordsOf(read) {
    const step = (transform, piece, last, done) => {
        const records = [];
        try {
            read(piece, last, (record) => records.push(record));
        }
        catch (error) {
            done(error instanceof Error ? error : new Error(String(error)));
            return;
        }
        if (records.length > 0)
            transform.push(`${records.join('\n')}\n`);
        done();
    };
    return new Transform({
        transform(piece, _, done) {
            step(this, piece, false, done);
        },
        flush(done) {
            step(this, Buffer.alloc(0), true, done);
        },
    });
}
