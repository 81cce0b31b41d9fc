using Microsoft.Extensions.AI;

namespace Reminisce.Memory.Tests.Fakes;

/// <summary>A text and an image tower of two exits over bags of words: enough to drive the real stores without a model.</summary>
internal sealed class WordEncoder : IEarlyExitEncoder
{
    public string Name => "words 1";

    public string Fingerprint => "words-1";

    public int Dimensions => 256;

    public IReadOnlyList<ExitLayer> Exits { get; } = [new("image", 1, 2), new("image", 2, 2), new("text", 1, 2), new("text", 2, 2)];

    public bool CanEncode(AIContent content) => content is TextContent || (content is DataContent data && data.HasTopLevelMediaType("image"));

    public Task<IReadOnlyList<EncodingResult>> EncodeAsync(IReadOnlyList<AIContent> items, EncodingOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<EncodingResult>>([.. items.Select(Encode)]);

    public ScoreCalibration GetCalibration(ExitLayer exit) => WordVectors.Calibration;

    public Task<QueryEncoding> EncodeQueryAsync(AIContent query, CancellationToken cancellationToken = default)
    {
        var vector = WordVectors.Encode(query);
        return Task.FromResult(new QueryEncoding([.. Exits.Select(e => new ExitQuery(e, vector, WordVectors.Calibration))]));
    }

    public Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<EncodedItem>>([.. activations.Select(a => new EncodedItem(
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(a.Data.Span).ToArray(), Exits.First(e => e.Tower == a.Exit.Tower && e.IsFull), null))]);

    public void Dispose()
    {
    }

    private EncodingResult Encode(AIContent content)
    {
        try
        {
            var vector = WordVectors.Encode(content);
            var exit = Exits.First(e => e.Tower == (content is DataContent ? "image" : "text"));
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(vector.Span).ToArray();
            return EncodingResult.Encoded(new EncodedItem(vector, exit, new Activation(Fingerprint, exit, 1, Dimensions, ActivationFormat.Float32, bytes)));
        }
        catch (FormatException e)
        {
            return EncodingResult.Failed(e);
        }
    }
}
