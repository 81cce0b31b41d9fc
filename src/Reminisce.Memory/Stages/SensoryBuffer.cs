using System.Security.Cryptography;
using System.Text;
using Reminisce.Encoders;
using Reminisce.Memory.Media;
using Reminisce.Memory.Records;

namespace Reminisce.Memory;

/// <summary>The first stage: holds impressions for a moment and lets repetitions go before any encoder runs.</summary>
/// <remarks>
/// Safe for concurrent calls. Bounded; what is let go is gone and counted (<see cref="Counts"/>); the consolidator journals
/// repetitions (<see cref="IMemoryMaintenance.GetDropsAsync"/>). A repetition is of the same scope,
/// trust and app, whatever its source, within <see cref="SensoryOptions.RepeatWindow"/> of an impression that was held: pictures that differ in few
/// bits of their perceptual hash and carry the same words, or the same words, white space and case aside. Nothing here is
/// durable. (Paper: sensory memory.)
/// </remarks>
public sealed class SensoryBuffer
{
    private readonly Lock _lock = new();
    private readonly Queue<MemoryInput> _held = new();
    private readonly LinkedList<Impression> _recent = new();
    private readonly SensoryOptions _options;
    private readonly TimeProvider _clock;
    private readonly IPictureReader _pictures;
    private readonly Dictionary<(Guid Kept, string Source, bool IsPicture), DateTimeOffset> _repeated = [];
    private SensoryCounts _counts = new(0, 0, 0, 0, 0, 0);

    /// <summary>Initialises a buffer.</summary>
    /// <param name="options">Its size and what passes; <see langword="null"/> for the defaults. Read now; later changes have no effect.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SensoryBuffer(SensoryOptions? options = null, TimeProvider? timeProvider = null)
        : this(options, timeProvider, PictureReader.Default)
    {
    }

    internal SensoryBuffer(SensoryOptions? options, TimeProvider? timeProvider, IPictureReader pictures)
    {
        options ??= new SensoryOptions();
        options.Validate();
        _options = new SensoryOptions { Capacity = options.Capacity, WhenFull = options.WhenFull, RepeatWindow = options.RepeatWindow, PictureDistance = options.PictureDistance };
        _clock = timeProvider ?? TimeProvider.System;
        _pictures = pictures;
    }

    /// <summary>Gets what the buffer did since it was made.</summary>
    public SensoryCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>Gets how many impressions are held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Gives an impression to the senses.</summary>
    /// <param name="input">The impression; it is kept as given, so leave it and its bytes alone afterwards.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentNullException">No impression was given.</exception>
    public SensoryOutcome Offer(MemoryInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Media.IsEmpty && string.IsNullOrWhiteSpace(input.Text))
        {
            lock (_lock)
            {
                _counts = _counts with { Offered = _counts.Offered + 1, Empty = _counts.Empty + 1 };
                return SensoryOutcome.Empty;
            }
        }

        // Decoding is the slow part; it is done outside the lock.
        var impression = ImpressionOf(input);
        lock (_lock)
        {
            _counts = _counts with { Offered = _counts.Offered + 1 };
            while (_recent.First is { } oldest && impression.At - oldest.Value.At > _options.RepeatWindow)
            {
                _recent.RemoveFirst();
            }

            if (_recent.FirstOrDefault(earlier => IsRepetition(impression, earlier)) is { } first)
            {
                // One note for each impression and source is enough; the latest counts.
                _repeated[(first.Id, input.Source ?? "", first.IsPicture)] = impression.At;
                _counts = impression.IsPicture
                    ? _counts with { RepeatedPictures = _counts.RepeatedPictures + 1 }
                    : _counts with { RepeatedTexts = _counts.RepeatedTexts + 1 };
                return SensoryOutcome.Repeated;
            }

            // It happened when it was perceived, not when it is stored.
            return Hold(input.OccurredAt is null ? input.Copy(TimeZoneInfo.ConvertTime(impression.At, _clock.LocalTimeZone), input.Episode) : input, impression);
        }
    }

    /// <summary>Takes impressions out, oldest first.</summary>
    /// <param name="maximum">The most to take, at least 1.</param>
    /// <returns>The impressions; they are no longer held.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The maximum is less than 1.</exception>
    public IReadOnlyList<MemoryInput> Take(int maximum = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        lock (_lock)
        {
            var taken = new List<MemoryInput>();
            while (taken.Count < maximum && _held.TryDequeue(out var input))
            {
                taken.Add(input);
            }

            _counts = _counts with { Taken = _counts.Taken + taken.Count };
            return taken;
        }
    }

    /// <summary>Takes the notes of what was let go as a repetition, with the memory that stands for it.</summary>
    internal IReadOnlyList<DroppedDuplicate> TakeRepeated()
    {
        lock (_lock)
        {
            DroppedDuplicate[] repeated = [.. _repeated.Select(r => new DroppedDuplicate(r.Key.Kept, r.Value, r.Key.Source, r.Key.IsPicture ? DropReason.LooksTheSame : DropReason.ReadsTheSame))];
            _repeated.Clear();
            return repeated;
        }
    }

    private SensoryOutcome Hold(MemoryInput input, Impression impression)
    {
        var isFull = _held.Count >= _options.Capacity;
        if (isFull)
        {
            _counts = _counts with { Displaced = _counts.Displaced + 1 };
            if (_options.WhenFull == SensoryDrop.Newest)
            {
                return SensoryOutcome.Full;
            }

            _held.Dequeue();
        }

        _held.Enqueue(input);
        _recent.AddLast(impression);
        if (_recent.Count > Math.Max(_options.Capacity, 256))
        {
            _recent.RemoveFirst();
        }

        return isFull ? SensoryOutcome.HeldInPlaceOfOldest : SensoryOutcome.Held;
    }

    private Impression ImpressionOf(MemoryInput input)
    {
        var origin = string.Join('\u001f', input.Scope?.ToString(), input.Trust, input.Cues?.App);
        var isPicture = !input.Media.IsEmpty;
        ulong? hash = isPicture ? _pictures.Hash(input.Media) : null;

        // What cannot be decoded, or is no picture, repeats only itself.
        var media = isPicture && hash is null ? SHA256.HashData(input.Media.Span) : [];
        var at = input.OccurredAt ?? _clock.GetUtcNow();
        return new Impression(InputPreparer.IdOf(input, at), at, origin, isPicture, Normalize(input.Text), hash, Convert.ToHexString(media));
    }

    private bool IsRepetition(Impression now, Impression earlier) =>
        now.At >= earlier.At
        && now.At - earlier.At <= _options.RepeatWindow
        && now.Origin == earlier.Origin
        && now.IsPicture == earlier.IsPicture
        && now.Text == earlier.Text
        && now.Media == earlier.Media
        && now.Hash.HasValue == earlier.Hash.HasValue
        && (now.Hash is not { } hash || PerceptualHash.Distance(hash, earlier.Hash!.Value) <= _options.PictureDistance);

    /// <summary>Keeps the hash of the words only: the buffer need not hold what it let go.</summary>
    private static string Normalize(string? text) => Convert.ToHexString(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant())));

    private sealed record Impression(Guid Id, DateTimeOffset At, string Origin, bool IsPicture, string Text, ulong? Hash, string Media);
}
