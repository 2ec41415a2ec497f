// A CSV with a header as both sides read it: columns of numbers, else of text; the last column is the class.
export function readTable(text) {
  const [head, ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  const width = rows[0].length - 1;
  const columns = Array.from({ length: width }, (_, index) => {
    const texts = rows.map((row) => row[index]);
    const isNumber = texts.every((value) => value !== '' && Number.isFinite(Number(value)));
    return [`${index} ${head[index]}`, isNumber ? { numbers: texts.map(Number) } : { texts }];
  });
  const labels = rows.map((row) => row[width]);
  const classes = [...new Set(labels)].sort();
  return {
    columns: Object.fromEntries(columns),
    codes: Int32Array.from(labels, (label) => classes.indexOf(label)),
    classes,
  };
}
