import { inflateRawSync } from 'node:zlib';
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MAX_ENTRIES = 1000;
/** The texts of a zip archive's files whose name `wanted` accepts; throws a RangeError for what is no archive or unpacks beyond `maxBytes`. */
export function unzip(archive, wanted, maxBytes) {
    const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
    const end = endOfDirectory(bytes);
    const count = Math.min(bytes.readUInt16LE(end + 10), MAX_ENTRIES);
    const files = [];
    let at = bytes.readUInt32LE(end + 16);
    for (let i = 0; i < count; i++) {
        if (bytes.readUInt32LE(at) !== ENTRY)
            throw new RangeError('the archive is damaged');
        const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
        const name = bytes.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
        if (wanted(name))
            files.push({ name, text: unpack(bytes, at, maxBytes) });
        at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
    }
    return files;
}
/** The directory's end lies before a comment of up to 64 KiB. */
function endOfDirectory(bytes) {
    for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 0xffff); at--) {
        if (bytes.readUInt32LE(at) === END)
            return at;
    }
    throw new RangeError('this is not a zip archive');
}
function unpack(bytes, entry, maxBytes) {
    const method = bytes.readUInt16LE(entry + 10);
    const packed = bytes.readUInt32LE(entry + 20);
    const local = bytes.readUInt32LE(entry + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + packed);
    if (method === 8)
        return inflateRawSync(content, { maxOutputLength: maxBytes }).toString('utf8');
    if (method !== 0 || content.length > maxBytes)
        throw new RangeError('the archive holds something unreadable');
    return content.toString('utf8');
}
