namespace Reminisce;

/// <summary>How items are finished, and who may be left out on the way.</summary>
public sealed class ResumeOptions
{
    /// <summary>
    /// Gets or sets what is called at each exit before the last with everything in flight there; items it stops are not run
    /// any deeper. This prunes candidates that can no longer win while others are finished.
    /// </summary>
    /// <value>The default is <see langword="null"/>: every item is finished, and no heads between run.</value>
    /// <remarks>
    /// Called on the thread that encodes, which holds no turn of the encoder meanwhile, so that it may take its time or
    /// use the encoder. What it throws ends the call.
    /// </remarks>
    public Action<ResumeCheckpoint>? AtExit { get; set; }

    /// <summary>Gets or sets whether items that are stopped carry the activation needed to go on from there.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool KeepActivations { get; set; } = true;
}
