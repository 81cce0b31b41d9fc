namespace Reminisce.Training.Learning.Batches;

/// <summary>Sizes and chances of <see cref="CaptionBatches"/>.</summary>
/// <param name="Pictures">Pictures of a batch.</param>
/// <param name="Captions">Captions taken for each.</param>
/// <param name="ImageSize">Edge of a view in pixels.</param>
/// <param name="WordLoss">Chance of a word to be hidden behind the unknown token.</param>
/// <param name="Augmentation">How a view differs from its picture.</param>
/// <param name="Seed">Seed of order and views.</param>
internal sealed record CaptionBatchOptions(int Pictures, int Captions, int ImageSize, float WordLoss, Augmentation Augmentation, int Seed);
