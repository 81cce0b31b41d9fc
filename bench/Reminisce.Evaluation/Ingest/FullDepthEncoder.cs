using Microsoft.Extensions.AI;

namespace Reminisce.Evaluation;

/// <summary>The same encoder run to full depth for every item, without keeping activations: what a store without early exits pays.</summary>
internal sealed class FullDepthEncoder(IEarlyExitEncoder inner) : IEarlyExitEncoder
{
    public string Name => inner.Name;

    public string Fingerprint => inner.Fingerprint;

    public int Dimensions => inner.Dimensions;

    public IReadOnlyList<ExitLayer> Exits => inner.Exits;

    public bool CanEncode(AIContent content) => inner.CanEncode(content);

    public ScoreCalibration GetCalibration(ExitLayer exit) => inner.GetCalibration(exit);

    public Task<IReadOnlyList<EncodingResult>> EncodeAsync(IReadOnlyList<AIContent> items, EncodingOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Full, KeepActivations = false, Progress = options?.Progress }, cancellationToken);

    public Task<QueryEncoding> EncodeQueryAsync(AIContent query, CancellationToken cancellationToken = default) => inner.EncodeQueryAsync(query, cancellationToken);

    public Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default) => inner.ResumeAsync(activations, cancellationToken);

    /// <summary>Leaves the inner encoder to its owner.</summary>
    public void Dispose()
    {
    }
}
