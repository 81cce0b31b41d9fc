namespace Reminisce.Training;

/// <summary>Which tokens of an item make its embedding, for encoders whose output is one row per token.</summary>
public enum PoolingKind
{
    /// <summary>What the encoder's files say, else the mean for text and sound and the first token for pictures.</summary>
    Automatic,

    /// <summary>The first token, called CLS.</summary>
    FirstToken,

    /// <summary>The mean of the real tokens.</summary>
    Mean,

    /// <summary>The last real token, called EOS.</summary>
    LastToken,
}
