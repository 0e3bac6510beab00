/** Where the report of a source's rejected rows is written in a folder that somebody chose. */
export const rejectsPath = (folder: string, source: string): string => {
  // An entry of an archive may stand in a folder of it.
  const file = source.replace(/[/\\]/g, '-');
  const separator = folder.includes('\\') ? '\\' : '/';
  return `${folder.replace(/[/\\]$/, '')}${separator}${file}.rejects.csv`;
};
