// What a scanner or a person typed. Scanners type through the input method: full-width letters and
// digits, lower case, a line end.

/// Text fit for the search. A case number is recognised in any spelling; a QR address stays whole.
export function readScan(text) {
  const plain = text.normalize("NFKC").trim();
  const compact = plain.replace(/[\s-]/g, "").toUpperCase();
  return /^[0-9A-Z]{22}$/.test(compact) ? compact : plain;
}
