namespace Reminisce.Training.Cutting;

/// <summary>Where the transformer blocks of a tower begin and end.</summary>
/// <param name="Start">The value that enters the first block.</param>
/// <param name="Ends">The residual stream after each block.</param>
/// <param name="Width">Numbers per token.</param>
/// <param name="SmallTokens">Tokens in the probe's first run.</param>
/// <param name="LargeTokens">Tokens in the probe's second run.</param>
internal sealed record Blocks(string Start, IReadOnlyList<string> Ends, int Width, long SmallTokens, long LargeTokens)
{
    /// <summary>Gets the number of blocks.</summary>
    public int Depth => Ends.Count;
}
