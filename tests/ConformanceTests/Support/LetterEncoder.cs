using System.Text;
using Microsoft.Extensions.AI;
using Reminisce;

namespace ConformanceTests.Support;

/// <summary>The generator over letters as an encoder with early exits: half-way it has seen only the letters up to m, so that much looks alike there.</summary>
/// <remarks>Items always stop half-way, and only finishing them tells them apart.</remarks>
public sealed class LetterEncoder(float signature) : IEarlyExitEncoder
{
    private const string Unseen = "nopqrstuvwxyz";

    public string Name => "letters";

    public string Fingerprint { get; } = $"letters-{signature}";

    public int Dimensions => LetterGenerator.Dimensions;

    public IReadOnlyList<ExitLayer> Exits { get; } = [new("image", 1, 2), new("image", 2, 2), new("text", 1, 2), new("text", 2, 2)];

    /// <summary>Gets how often the encoder was asked for anything.</summary>
    public int Calls { get; private set; }

    /// <summary>Gets how many items were finished.</summary>
    public int Finished { get; private set; }

    public bool CanEncode(AIContent content) => content is TextContent or DataContent;

    public Task<IReadOnlyList<EncodingResult>> EncodeAsync(IReadOnlyList<AIContent> items, EncodingOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        return Task.FromResult<IReadOnlyList<EncodingResult>>([.. items.Select(item =>
        {
            var exit = Exits.First(e => e.Tower == Tower(item));
            var activation = new Activation(Fingerprint, exit, 1, Dimensions, ActivationFormat.Int8, Encoding.UTF8.GetBytes(TextOf(item)));
            return EncodingResult.Encoded(new EncodedItem(Vector(TextOf(item), exit), exit, activation));
        })]);
    }

    public Task<QueryEncoding> EncodeQueryAsync(AIContent query, CancellationToken cancellationToken = default)
    {
        Calls++;
        return Task.FromResult(new QueryEncoding([.. Exits.Select(exit => new ExitQuery(exit, Vector(TextOf(query), exit), ScoreCalibration.Identity))]));
    }

    public Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default)
    {
        Finished += activations.Count;
        return Task.FromResult<IReadOnlyList<EncodedItem>>([.. activations.Select(activation =>
        {
            var full = Exits.Single(e => e.Tower == activation.Exit.Tower && e.IsFull);
            return new EncodedItem(Vector(Encoding.UTF8.GetString(activation.Data.Span), full), full, null);
        })]);
    }

    public void Dispose()
    {
    }

    private static string Tower(AIContent content) => content is TextContent ? "text" : "image";

    private static string TextOf(AIContent content) => content is TextContent text ? text.Text : Encoding.UTF8.GetString(((DataContent)content).Data.Span);

    /// <summary>Gives a vector of length one, of the letters and a little that all have in common.</summary>
    private float[] Vector(string text, ExitLayer exit)
    {
        var vector = LetterGenerator.Letters(exit.IsFull ? text : string.Concat(text.ToLowerInvariant().Except(Unseen)), signature);
        vector[^1] += 0.1f;
        var norm = MathF.Sqrt(vector.Sum(x => x * x));
        return Array.ConvertAll(vector, x => x / norm);
    }
}
