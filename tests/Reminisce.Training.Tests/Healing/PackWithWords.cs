namespace Reminisce.Training.Tests.Healing;

/// <summary>One pack with words for all tests of a class, which only read it.</summary>
public sealed class PackWithWords : IDisposable
{
    public PackWithWords() => PackPairBuilder.Build(Packs.Pairing(epochs: 1), TimeProvider.System);

    internal PairedPack Packs { get; } = new();

    public void Dispose() => Packs.Dispose();
}
