namespace Reminisce.Training.Learning.Batches;

/// <summary>Sizes and chances of <see cref="PictureBatches"/>.</summary>
/// <param name="Pictures">Captioned pictures of a batch.</param>
/// <param name="Captions">Captions taken for each.</param>
/// <param name="Others">Pictures without captions beside them.</param>
/// <param name="ImageSize">Edge of a view in pixels.</param>
/// <param name="Augmentation">How a view differs from its picture.</param>
/// <param name="Blend">Largest share of another picture that is laid over a picture, half of the time.</param>
/// <param name="Seed">Seed of order and views.</param>
internal sealed record PictureBatchOptions(int Pictures, int Captions, int Others, int ImageSize, Augmentation Augmentation, float Blend, int Seed);
