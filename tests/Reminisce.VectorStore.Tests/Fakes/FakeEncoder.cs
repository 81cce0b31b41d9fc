using System.Collections.Concurrent;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>
/// An encoder whose exits are known in closed form: an item's hidden vector is blurred by noise that fades with depth, and moved
/// towards an anchor of the exit, so that raw similarities of shallow exits are higher, as those of real ones are.
/// </summary>
/// <remarks>Content is "topic words": items of one topic are near each other. Content with BAD in it cannot be encoded.</remarks>
internal sealed class FakeEncoder(string fingerprint = "fake-1", double noise = 0.6) : IEarlyExitEncoder
{
    private const int Size = 24;
    private const byte Magic = 0xA7;

    private static readonly ConcurrentDictionary<string, float[]> s_gaussians = new(StringComparer.Ordinal);

    private int _encoded;
    private int _resumed;
    private int _layers;
    private int _queries;

    public string Name => "fake 1.0";

    public string Fingerprint => fingerprint;

    public int Dimensions => Size;

    public IReadOnlyList<ExitLayer> Exits { get; } =
    [
        new("image", 2, 6), new("image", 4, 6), new("image", 6, 6), new("text", 1, 4), new("text", 3, 4), new("text", 4, 4),
    ];

    public int Encoded => Volatile.Read(ref _encoded);

    public int Resumed => Volatile.Read(ref _resumed);

    public int Queries => Volatile.Read(ref _queries);

    /// <summary>Gets what is said to be known of how scores move at an exit.</summary>
    public Func<ExitLayer, ScoreMovement?>? Movement { get; init; }

    /// <summary>Gets or sets what every resume waits for.</summary>
    public Task ResumeGate { get; set; } = Task.CompletedTask;

    /// <summary>Gets or sets what is called with the number of items when a resume has begun.</summary>
    public Action<int>? OnResume { get; set; }

    /// <summary>Gets or sets a text that cannot be encoded any more.</summary>
    public string? Refused { get; set; }

    /// <summary>Gets the vectors and activations that were handed out, without keeping them alive.</summary>
    public ConcurrentBag<WeakReference> HandedOut { get; } = [];

    public bool CanEncode(AIContent content) => content is TextContent || (content is DataContent data && data.HasTopLevelMediaType("image"));

    public Task<IReadOnlyList<EncodingResult>> EncodeAsync(IReadOnlyList<AIContent> items, EncodingOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EncodingOptions();
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<EncodingResult>>([.. items.Select(i => Encode(i, options))]);
    }

    public Task<QueryEncoding> EncodeQueryAsync(AIContent query, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Increment(ref _queries);
        var hidden = Hidden(TextOf(query));
        return Task.FromResult(new QueryEncoding([.. Exits.Select(e => new ExitQuery(e, Anchored(hidden, e), Calibration(e) with { Movement = e.IsFull ? null : Movement?.Invoke(e) }))]));
    }

    public async Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, CancellationToken cancellationToken = default)
    {
        var damaged = activations.FirstOrDefault(a => a.Fingerprint != Fingerprint || a.Data.Span[0] != Magic);
        if (damaged is not null)
        {
            throw new ArgumentException("damaged activation", nameof(activations));
        }

        OnResume?.Invoke(activations.Count);
        await ResumeGate.WaitAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Add(ref _resumed, activations.Count);
        return [.. activations.Select(a => Hand(new EncodedItem(Vector(Encoding.UTF8.GetString(a.Data.Span[1..]), Full(a.Exit.Tower)), Full(a.Exit.Tower), null)))];
    }

    /// <summary>Gets the layers that resuming ran.</summary>
    public int Layers => Volatile.Read(ref _layers);

    public async Task<IReadOnlyList<EncodedItem>> ResumeAsync(IReadOnlyList<Activation> activations, ResumeOptions? options, CancellationToken cancellationToken = default)
    {
        var finished = await ResumeAsync(activations, cancellationToken);
        var results = finished.ToArray();
        foreach (var exit in Exits.Where(e => !e.IsFull && options?.AtExit is not null))
        {
            var flying = Enumerable.Range(0, results.Length)
                .Where(i => activations[i].Exit.Tower == exit.Tower && activations[i].Exit.Layer < exit.Layer && results[i].Exit.IsFull)
                .Select(i => new InFlightItem(i, Vector(Encoding.UTF8.GetString(activations[i].Data.Span[1..]), exit))).ToList();
            if (flying.Count > 0)
            {
                var checkpoint = new ResumeCheckpoint(exit, flying);
                options!.AtExit!(checkpoint);
                foreach (var position in checkpoint.Stopped)
                {
                    results[position] = new EncodedItem(flying.Single(f => f.Position == position).Vector, exit, null);
                }
            }
        }

        Interlocked.Add(ref _layers, results.Select((r, i) => r.Exit.Layer - activations[i].Exit.Layer).Sum());
        return results;
    }

    public ExitLayer Full(string tower) => Exits.Single(e => e.Tower == tower && e.IsFull);

    /// <summary>Gives the vector of some content at an exit.</summary>
    public float[] Vector(string text, ExitLayer exit)
    {
        var hidden = Hidden(text);
        var blur = Gaussian($"noise {exit.Name} {text}");
        var mixed = new float[Size];
        for (var i = 0; i < Size; i++)
        {
            mixed[i] = hidden[i] + ((float)(noise * (1 - exit.Depth)) * blur[i]);
        }

        return Anchored(Normalized(mixed), exit);
    }

    /// <summary>Gives the calibrated score of an item at an exit for a query: the oracle of every ranking.</summary>
    public double Score(string query, string text, ExitLayer exit) =>
        Calibration(exit).Normalize(TensorPrimitives.Dot(Anchored(Hidden(query), exit), Vector(text, exit)));

    public ExitLayer Predicted(string tower, string text)
    {
        var exits = Exits.Where(e => e.Tower == tower).ToList();
        return exits[SHA256.HashData(Encoding.UTF8.GetBytes("exit " + text))[0] % exits.Count];
    }

    /// <summary>Gives the analytic mean and deviation of unrelated pairs, and a floor three deviations above the mean.</summary>
    public static ScoreCalibration Calibration(ExitLayer exit)
    {
        var pull = Pull(exit) * Pull(exit);
        var mean = pull / (1 + pull);
        var deviation = 1 / (1 + pull) / Math.Sqrt(Size);
        return new ScoreCalibration(mean, deviation, mean + (3 * deviation));
    }

    /// <summary>Measures how the scores of the best candidates move on content made for it.</summary>
    public static ScoreMovement MeasureMovement(ExitLayer exit)
    {
        using var encoder = new FakeEncoder();
        var statistics = new ExitStatistics();
        var full = encoder.Full(exit.Tower);
        for (var query = 0; query < 40; query++)
        {
            var items = Enumerable.Range(0, 120).Select(i => $"held{i % 3} {i}").OrderByDescending(t => encoder.Score($"held{query % 3} {query}", t, exit)).Take(40);
            foreach (var item in items)
            {
                statistics.ObserveMove(encoder.Score($"held{query % 3} {query}", item, exit), encoder.Score($"held{query % 3} {query}", item, full));
            }
        }

        return statistics.Movement(null)!;
    }

    public void Dispose()
    {
    }

    private EncodingResult Encode(AIContent content, EncodingOptions options)
    {
        var text = TextOf(content);
        if (text.Contains("BAD", StringComparison.Ordinal) || text == Refused)
        {
            return EncodingResult.Failed(new InvalidDataException($"The picture is damaged."));
        }

        Interlocked.Increment(ref _encoded);
        var tower = content is TextContent ? "text" : "image";
        var exit = options.Policy switch
        {
            ExitPolicy.Full => Full(tower),
            ExitPolicy.Fixed => Exits.First(e => e.Tower == tower && (e.Layer >= options.FixedLayer || e.IsFull)),
            _ => Predicted(tower, text),
        };
        var activation = exit.IsFull || !options.KeepActivations
            ? null
            : new Activation(Fingerprint, exit, 1, Size, ActivationFormat.Int8, (byte[])[Magic, .. Encoding.UTF8.GetBytes(text)]);
        return EncodingResult.Encoded(Hand(new EncodedItem(Vector(text, exit), exit, activation)));
    }

    private EncodedItem Hand(EncodedItem item)
    {
        MemoryMarshal.TryGetArray(item.Vector, out var vector);
        HandedOut.Add(new WeakReference(vector.Array));
        if (item.Activation is { } activation)
        {
            HandedOut.Add(new WeakReference(activation));
        }

        return item;
    }

    private static string TextOf(AIContent content) => content is DataContent data ? Encoding.UTF8.GetString(data.Data.Span) : ((TextContent)content).Text;

    private static double Pull(ExitLayer exit) => exit.IsFull ? 0 : 1.5 * (1 - exit.Depth);

    private static float[] Anchored(float[] hidden, ExitLayer exit)
    {
        // The anchor is one fixed direction that hidden vectors never have: the last coordinate.
        var moved = (float[])hidden.Clone();
        moved[Size - 1] += (float)Pull(exit);
        return Normalized(moved);
    }

    private static float[] Hidden(string text)
    {
        var topic = Gaussian("topic " + text.Split(' ')[0]);
        var own = Gaussian("own " + text);
        var mixed = new float[Size];
        for (var i = 0; i < Size - 1; i++)
        {
            mixed[i] = topic[i] + (0.5f * own[i]);
        }

        return Normalized(mixed);
    }

    // Most of the time of long tests would go into making the same numbers again.
    private static float[] Gaussian(string seed) => s_gaussians.GetOrAdd(seed, static s => MakeGaussian(s));

    private static float[] MakeGaussian(string seed)
    {
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(seed))));
        var numbers = new float[Size];
        for (var i = 0; i < Size - 1; i++)
        {
            numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return Normalized(numbers);
    }

    private static float[] Normalized(float[] vector)
    {
        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), unit);
        return unit;
    }
}
