namespace Token04
{
    /// <summary>How a token is encrypted.</summary>
    public enum TokenMode
    {
        /// <summary>
        /// AES-256-CBC, what every server and SDK of the vendor understands. The default. Its
        /// claims are not protected against changes.
        /// </summary>
        Cbc = 0,

        /// <summary>AES-256-GCM: the claims are authenticated.</summary>
        Gcm = 1,
    }
}
