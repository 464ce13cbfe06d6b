-- What a statistic of tokens or models covers, said in parts that can be compared: on which platform, of which models, and
-- in the tokens of which tokenizer. Null where nothing of the kind is counted, and of what was described before.
ALTER TABLE "Coverage" ADD COLUMN     "platform" TEXT COLLATE "C",
ADD COLUMN     "models" TEXT COLLATE "C",
ADD COLUMN     "tokenizer" TEXT COLLATE "C";
