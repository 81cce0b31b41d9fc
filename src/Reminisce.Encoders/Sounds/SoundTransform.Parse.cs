namespace Reminisce.Encoders;

internal sealed partial record SoundTransform
{
    private const int MaxSeconds = 120;
    private const int MaxBands = 512;

    /// <summary>Reads a Hugging Face <c>preprocessor_config.json</c> of the Whisper, CLAP or AST kind.</summary>
    /// <exception cref="ModelPackException">It is not JSON, of another kind, or out of range.</exception>
    public static SoundTransform Parse(string file, ReadOnlyMemory<byte> utf8Json) => PreprocessorReader.Parse(file, utf8Json, Read);

    private static SoundTransform Read(PreprocessorReader config)
    {
        var kind = config.Text("feature_extractor_type", "");
        return kind switch
        {
            "WhisperFeatureExtractor" => ReadWhisper(config),
            "ClapFeatureExtractor" => ReadClap(config),
            "ASTFeatureExtractor" => ReadAst(config),
            _ => throw config.Unknown("feature_extractor_type", kind, "WhisperFeatureExtractor", "ClapFeatureExtractor", "ASTFeatureExtractor"),
        };
    }

    /// <summary>log10 of power, nothing more than 8 below the loudest, brought to about -1 to 1.</summary>
    private static SoundTransform ReadWhisper(PreprocessorReader config)
    {
        var rate = Rate(config, 16000);
        var fft = FftLength(config, "n_fft", 400);
        var hop = config.Integer("hop_length", 160, 1, fft);
        var bands = config.Integer("feature_size", 80, 1, MaxBands);
        var chunk = config.Number("chunk_length", 30, 0.1, MaxSeconds);
        var samples = config.Integer("n_samples", (int)(chunk * rate), fft, rate * MaxSeconds);
        // The frame behind the last whole hop is dropped.
        var frames = config.Integer("nb_max_frames", samples / hop, samples / hop, samples / hop);
        return new SoundTransform
        {
            Shape = [bands, frames],
            BandsFirst = true,
            SampleRate = rate,
            Samples = samples,
            Frames = frames,
            Padding = SoundPadding.Silence,
            Frame = new FrameShape(fft, hop, fft, Centered: true, PeriodicWindow: true, RemoveMean: false, Preemphasis: 0),
            Filters = Bands(config, bands, fft, rate, 0, rate / 2.0, MelScale.Slaney, equalArea: true),
            Levels = new LevelScale(1e-10f, 1, ClipBelowMax: 8, Add: 4, Multiply: 0.25f),
        };
    }

    /// <summary>Decibels.</summary>
    private static SoundTransform ReadClap(PreprocessorReader config)
    {
        // The fusion form needs a second graph input that says whether a sound was longer than the span.
        if (config.Text("truncation", "fusion") is var truncation && truncation != "rand_trunc")
        {
            throw config.Unknown("truncation", truncation, "rand_trunc");
        }

        var rate = Rate(config, 48000);
        var fft = FftLength(config, "fft_window_size", 1024);
        var hop = config.Integer("hop_length", 480, 1, fft);
        var bands = config.Integer("feature_size", 64, 1, MaxBands);
        var seconds = config.Number("max_length_s", 10, 0.1, MaxSeconds);
        var samples = config.Integer("nb_max_samples", (int)(seconds * rate), fft, rate * MaxSeconds);
        var frames = 1 + (samples / hop);
        var padding = config.Text("padding", "repeatpad");
        return new SoundTransform
        {
            Shape = [1, frames, bands],
            SampleRate = rate,
            Samples = samples,
            Frames = frames,
            Padding = padding switch
            {
                "repeatpad" => SoundPadding.WholeRepeats,
                "repeat" => SoundPadding.Repeats,
                "pad" => SoundPadding.Silence,
                _ => throw config.Unknown("padding", padding, "repeatpad", "repeat", "pad"),
            },
            Frame = new FrameShape(fft, hop, fft, Centered: true, PeriodicWindow: true, RemoveMean: false, Preemphasis: 0),
            Filters = Bands(
                config, bands, fft, rate, config.Number("frequency_min", 0, 0, rate / 2.0), config.Number("frequency_max", Math.Min(14000, rate / 2.0), 1, rate / 2.0), MelScale.Slaney, equalArea: true),
            Levels = new LevelScale(1e-10f, 10, null, 0, 1),
        };
    }

    /// <summary>Filter banks as Kaldi makes them, brought to mean 0 and deviation one half.</summary>
    private static SoundTransform ReadAst(PreprocessorReader config)
    {
        var rate = Rate(config, 16000);
        var length = rate * 25 / 1000;
        var hop = rate / 100;
        var fft = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length);
        var bands = config.Integer("num_mel_bins", 128, 1, MaxBands);
        var frames = config.Integer("max_length", 1024, 1, MaxSeconds * 100);
        var normalize = config.Flag("do_normalize", true);
        var mean = normalize ? config.Number("mean", -4.2677393, -1000, 1000) : 0;
        var deviation = normalize ? config.Number("std", 4.5689974, 1e-6, 1000) : 0.5;
        return new SoundTransform
        {
            Shape = [frames, bands],
            SampleRate = rate,
            Samples = length + ((frames - 1) * hop),
            Frames = frames,
            Padding = SoundPadding.Silence,
            Frame = new FrameShape(length, hop, fft, Centered: false, PeriodicWindow: false, RemoveMean: true, Preemphasis: 0.97f),
            Filters = Bands(config, bands, fft, rate, 20, rate / 2.0, MelScale.Kaldi, equalArea: false),
            Levels = new LevelScale(1.1920929e-7f, (float)Math.Log(10), null, (float)-mean, (float)(1 / (2 * deviation))),
        };
    }

    private static int Rate(PreprocessorReader config, int absent) => config.Integer("sampling_rate", absent, 4000, 192_000);

    private static int FftLength(PreprocessorReader config, string name, int absent)
    {
        var length = config.Integer(name, absent, 16, 8192);
        return FrameFft.Supports(length) && length % 2 == 0
            ? length
            : throw new ModelPackException(config.File, $"an even {name} without prime factors above {FrameFft.LargestPrime}", PackRules.Text(length));
    }

    /// <summary>Makes the bands; a <c>log_mel</c> section may ask for others than the kind's own.</summary>
    private static MelFilters Bands(PreprocessorReader config, int count, int fft, int rate, double lowest, double highest, MelScale scale, bool equalArea)
    {
        var section = config.Section("log_mel");
        lowest = section.Number("f_min", lowest, 0, rate / 2.0);
        highest = section.Number("f_max", highest, 0, rate / 2.0);
        if (lowest >= highest)
        {
            throw new ModelPackException(config.File, "a lowest frequency below the highest", $"{PackRules.Text(lowest)} and {PackRules.Text(highest)}");
        }

        var asked = section.Text("mel_scale", scale.ToString().ToLowerInvariant());
        scale = asked switch
        {
            "slaney" => MelScale.Slaney,
            "htk" => MelScale.Htk,
            "kaldi" => MelScale.Kaldi,
            _ => throw config.Unknown("mel_scale", asked, "slaney", "htk", "kaldi"),
        };
        var norm = section.Text("mel_norm", equalArea ? "slaney" : "none");
        equalArea = norm switch
        {
            "slaney" when scale != MelScale.Kaldi => true,
            "none" => false,
            _ => throw config.Unknown("mel_norm", norm, scale == MelScale.Kaldi ? ["none"] : ["slaney", "none"]),
        };
        return new MelFilters(count, fft, rate, lowest, highest, scale, equalArea);
    }
}
