namespace Reminisce.Training;

/// <summary>A tower that was cut, and how well it agrees with its source.</summary>
/// <param name="Tower">The tower's name.</param>
/// <param name="File">The source file's name.</param>
/// <param name="Output">The source's output that the embedding is made of.</param>
/// <param name="Pooling">Which tokens make it, or <see cref="PoolingKind.Automatic"/> where the source pools by itself.</param>
/// <param name="Blocks">The number of transformer blocks.</param>
/// <param name="Width">Numbers per token.</param>
/// <param name="Tokens">Tokens of an item, or for text the most.</param>
/// <param name="Exits">The exits.</param>
/// <param name="Difference">The largest difference between stages and source over all exits and the embedding: its length over the length of the source's.</param>
/// <param name="FilledUp">Whether texts are always filled up to the most tokens.</param>
public sealed record EncoderTowerReport(
    string Tower, string File, string Output, PoolingKind Pooling, int Blocks, int Width, int Tokens, IReadOnlyList<int> Exits, double Difference, bool FilledUp);
