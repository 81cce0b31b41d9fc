namespace Reminisce.Training.Cutting;

/// <summary>How well the chain of stages agrees with the uncut model on made-up content.</summary>
/// <param name="Exits">The largest relative difference of hidden states of an item, by exit: the length of the difference over the length.</param>
/// <param name="Embedding">The same for the embedding at full depth.</param>
/// <param name="Tokens">Tokens of an item of the given shape.</param>
/// <param name="PaddingMatters">Whether padding changes what real tokens become, so that texts must always be filled up.</param>
internal sealed record CutAgreement(IReadOnlyDictionary<int, double> Exits, double Embedding, int Tokens, bool PaddingMatters)
{
    public double Worst => Math.Max(Embedding, Exits.Values.Max());
}
