using System.Text.Json;
using System.Text.Json.Serialization;
using Reminisce.Memory.Erasing;
using Reminisce.VectorData;

namespace Reminisce.Memory;

/// <summary>What an erasure left on the disk.</summary>
/// <remarks>Immutable. It holds no id and no content of what was erased, so that it can be kept (<see cref="ToJson"/>).</remarks>
public sealed record EraseReceipt
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Gets when the erasure ended.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>Gets how many memories were erased.</summary>
    public required int Memories { get; init; }

    /// <summary>Gets how many other memories were rewritten because they held copies of words or links.</summary>
    public required int Rewritten { get; init; }

    /// <summary>Gets how many steps of the sweep journal were rewritten or removed.</summary>
    public required int JournalSteps { get; init; }

    /// <summary>Gets every file of the memory's folder after the erasure, but for locks and SQLite's shared memory, which hold no content.</summary>
    public required IReadOnlyList<UsearchScrubbedFile> Files { get; init; }

    /// <summary>Gets the size of all files in bytes.</summary>
    [JsonIgnore]
    public long TotalBytes => Files.Sum(file => file.Bytes);

    /// <summary>Reads a receipt that was kept as JSON.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="FormatException">The text is no receipt.</exception>
    public static EraseReceipt Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize<EraseReceipt>(json, s_json) ?? throw new FormatException("The text is no receipt of an erasure but 'null'.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The text is no receipt of an erasure: {error.Message}", error);
        }
    }

    /// <summary>Writes the receipt as JSON.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Looks whether a folder still holds exactly the files of this receipt, and no file holds certain words.</summary>
    /// <param name="folder">The folder of the memory; the memory must be closed in this process.</param>
    /// <param name="words">Words that must be in no file, for example those erased; looked for as UTF-8 and UTF-16, upper and lower case being different.</param>
    /// <remarks>The files are as the receipt says until the memory is opened again; no file holds the words as long as nobody remembers them again.</remarks>
    /// <returns>One sentence for each difference; none where every file is as the erasure left it. No sentence repeats a word.</returns>
    /// <exception cref="ArgumentException">A word is empty.</exception>
    /// <exception cref="InvalidOperationException">This process has the memory open.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<string> Verify(string folder, IEnumerable<string>? words = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string[] wanted = [.. words ?? []];
        if (wanted.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("A word to look for is empty; leave it out.", nameof(words));
        }

        var differences = new UsearchScrubReceipt { ScrubbedAt = ErasedAt, Files = Files }.Verify(folder);
        return [.. differences, .. WordTraces.Find(folder, wanted)];
    }
}
