/** What is wrong with a Parquet file, in words that stand behind its name, its row and its column. */
export class PageFault extends Error {}
