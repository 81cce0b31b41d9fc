namespace Reminisce.Training.Learning.Batches;

/// <summary>Sizes and chances of <see cref="TextBatches"/>.</summary>
/// <param name="Pictures">Pictures of a batch, with two captions each.</param>
/// <param name="Pairs">Pairs of texts that mean the same.</param>
/// <param name="CaptionWordLoss">Chance of a caption's word to be hidden behind the unknown token.</param>
/// <param name="PairWordLoss">The same for the texts of pairs, many of which are one text twice.</param>
/// <param name="Seed">Seed of order and losses.</param>
internal sealed record TextBatchOptions(int Pictures, int Pairs, float CaptionWordLoss, float PairWordLoss, int Seed);
