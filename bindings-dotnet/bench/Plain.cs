using System;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

/// <summary>
/// The same work written by hand with System.Security.Cryptography, with keys prepared where the
/// classes allow it. No JWT package is available here, so HS256 is written by hand as well.
/// </summary>
internal sealed class Plain
{
    private readonly long appId;
    private readonly Aes aes;
    private readonly RandomNumberGenerator random = RandomNumberGenerator.Create();
    private readonly HMACSHA256 hmac;
    private readonly byte[] key;
    private readonly Action<byte[], byte[], byte[], byte[], byte[]> gcm;

    internal Plain(long appId, string secret)
    {
        this.appId = appId;
        key = Encoding.UTF8.GetBytes(secret);
        aes = Aes.Create();
        aes.Key = key;
        hmac = new HMACSHA256(key);
        // mcs does not know AesGcm, the runtimes from 3.0 on do.
        Type type = Type.GetType(
            "System.Security.Cryptography.AesGcm, System.Security.Cryptography")
            ?? Type.GetType(
                "System.Security.Cryptography.AesGcm, System.Security.Cryptography.Algorithms");
        if (type != null)
        {
            Type bytes = typeof(byte[]);
            MethodInfo encrypt = type.GetMethod("Encrypt", new[] { bytes, bytes, bytes, bytes, bytes });
            gcm = (Action<byte[], byte[], byte[], byte[], byte[]>)Delegate.CreateDelegate(
                typeof(Action<byte[], byte[], byte[], byte[], byte[]>),
                Activator.CreateInstance(type, key),
                encrypt);
        }
    }

    internal bool HasGcm
    {
        get { return gcm != null; }
    }

    internal string Cbc(string userId, int ttl, string payload)
    {
        long expire;
        byte[] claims = Claims(userId, ttl, payload, out expire);
        byte[] iv = new byte[16];
        random.GetBytes(iv);
        byte[] ciphertext;
        using (ICryptoTransform encryptor = aes.CreateEncryptor(key, iv))
        {
            ciphertext = encryptor.TransformFinalBlock(claims, 0, claims.Length);
        }
        return Envelope(expire, iv, ciphertext, 0);
    }

    internal string Gcm(string userId, int ttl, string payload)
    {
        long expire;
        byte[] claims = Claims(userId, ttl, payload, out expire);
        byte[] iv = new byte[12];
        random.GetBytes(iv);
        byte[] ciphertext = new byte[claims.Length];
        byte[] tag = new byte[16];
        gcm(iv, claims, ciphertext, tag, null);
        byte[] both = new byte[ciphertext.Length + tag.Length];
        Buffer.BlockCopy(ciphertext, 0, both, 0, ciphertext.Length);
        Buffer.BlockCopy(tag, 0, both, ciphertext.Length, tag.Length);
        return Envelope(expire, iv, both, 1);
    }

    internal string Jwt(string userId, int ttl)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        StringBuilder claims = new StringBuilder("{\"sub\":");
        Quote(userId, claims);
        claims.Append(",\"iat\":").Append(now).Append(",\"exp\":").Append(now + ttl).Append('}');
        string signed = UrlSafe(Encoding.UTF8.GetBytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "."
            + UrlSafe(Encoding.UTF8.GetBytes(claims.ToString()));
        return signed + "." + UrlSafe(hmac.ComputeHash(Encoding.ASCII.GetBytes(signed)));
    }

    private byte[] Claims(string userId, int ttl, string payload, out long expire)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        expire = now + ttl;
        byte[] nonce = new byte[4];
        random.GetBytes(nonce);
        StringBuilder json = new StringBuilder("{\"app_id\":");
        json.Append(appId).Append(",\"user_id\":");
        Quote(userId, json);
        json.Append(",\"nonce\":").Append(BitConverter.ToInt32(nonce, 0) & int.MaxValue);
        json.Append(",\"ctime\":").Append(now).Append(",\"expire\":").Append(expire);
        json.Append(",\"payload\":");
        Quote(payload, json);
        return Encoding.UTF8.GetBytes(json.Append('}').ToString());
    }

    private static void Quote(string text, StringBuilder to)
    {
        to.Append('"');
        foreach (char unit in text)
        {
            if (unit == '"' || unit == '\\')
            {
                to.Append('\\').Append(unit);
            }
            else if (unit < ' ')
            {
                to.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                to.Append(unit);
            }
        }
        to.Append('"');
    }

    private static string Envelope(long expire, byte[] iv, byte[] ciphertext, int mode)
    {
        byte[] bytes = new byte[8 + 2 + iv.Length + 2 + ciphertext.Length + mode];
        for (int index = 0; index < 8; index++)
        {
            bytes[index] = (byte)(expire >> 56 - 8 * index);
        }
        bytes[9] = (byte)iv.Length;
        Buffer.BlockCopy(iv, 0, bytes, 10, iv.Length);
        int at = 10 + iv.Length;
        bytes[at] = (byte)(ciphertext.Length >> 8);
        bytes[at + 1] = (byte)ciphertext.Length;
        Buffer.BlockCopy(ciphertext, 0, bytes, at + 2, ciphertext.Length);
        if (mode == 1)
        {
            bytes[bytes.Length - 1] = 1;
        }
        return "04" + Convert.ToBase64String(bytes);
    }

    private static string UrlSafe(byte[] bytes)
    {
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
